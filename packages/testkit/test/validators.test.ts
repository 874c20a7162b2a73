import { fileURLToPath } from 'node:url';
import { builtinValidators } from '@ledgerline/core/runtime';
import { describeValidator } from '@ledgerline/testkit';

const good = {
  ...{ isrc: 'ZZSMP2600001', territory: 'DE', period: '2026-03', saleType: 'stream', units: '3' },
  ...{ amount: '0.012', currency: 'EUR', upc: '036000291452' },
};

const { schema, identifiers, catalogue, usd } = builtinValidators;
if (!schema || !identifiers || !catalogue || !usd)
  throw new Error('schema, identifiers, catalogue and usd are built in');

const here = (file: string) => fileURLToPath(new URL(`./sample/${file}`, import.meta.url));

describeValidator({
  validator: schema,
  config: {},
  rows: [
    { row: good },
    { row: { ...good, units: '-1' }, rejected: 'UNITS_NEGATIVE' },
    { row: { ...good, territory: 'Germany' }, rejected: 'TERRITORY_INVALID' },
    { row: good },
    { row: without('saleType'), rejected: 'SALE_TYPE_MISSING' },
  ],
});

describeValidator({
  validator: identifiers,
  config: { identifiers: 'strict' },
  rows: [
    { row: { ...good, isrc: 'ZZ-SMP-26-00001', upc: '36000291452' } },
    { row: { ...good, isrc: 'not one' }, rejected: 'ISRC_INVALID' },
    { row: { ...good, territory: 'Atlantis' } },
    { row: { ...good, currency: 'QQQ' }, rejected: 'CURRENCY_UNKNOWN' },
    { row: good },
  ],
});

describeValidator({
  validator: catalogue,
  config: { path: here('catalogue.csv'), unknownIsrc: 'reject', unknownUpc: 'flag', mismatch: 'reject' },
  rows: [
    { row: good },
    { row: { ...good, isrc: 'ZZSMP2699999' }, rejected: 'CATALOGUE_ISRC_UNKNOWN' },
    { row: { ...good, upc: '012345678905' } },
    { row: { ...good, upc: '4006381333931' }, rejected: 'CATALOGUE_PAIR_UNKNOWN' },
    { row: without('isrc') },
    { row: without('upc') },
  ],
});

describeValidator({
  validator: usd,
  config: { rates: here('rates.csv'), missing: 'reject' },
  rows: [
    { row: good },
    { row: { ...good, currency: 'JPY', amount: '18' } },
    { row: { ...good, currency: 'GBP' }, rejected: 'RATE_MISSING' },
    { row: { ...good, period: '2026-02' }, rejected: 'RATE_MISSING' },
    { row: { ...good, currency: 'USD' } },
  ],
});

describeValidator({
  validator: usd,
  config: { rates: here('rates.csv'), missing: 'stop' },
  rows: [{ row: good }, { row: { ...good, currency: 'GBP' } }, { row: { ...good, currency: 'USD' } }],
});

function without(field: keyof typeof good) {
  const { [field]: _, ...rest } = good;
  return rest;
}
