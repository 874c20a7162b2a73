import { builtinValidators } from '@ledgerline/core/runtime';
import { describeValidator } from '@ledgerline/testkit';

const good = {
  ...{ isrc: 'ZZSMP2600001', territory: 'DE', period: '2026-03', saleType: 'stream', units: '3' },
  ...{ amount: '0.012', currency: 'EUR', upc: '036000291452' },
};

const { schema, identifiers } = builtinValidators;
if (!schema || !identifiers) throw new Error('schema and identifiers are built in');

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

function without(field: keyof typeof good) {
  const { [field]: _, ...rest } = good;
  return rest;
}
