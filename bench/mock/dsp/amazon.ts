import { createFakeAmazon } from '@ledgerline/connector-amazon/mock';
import { presign } from '@ledgerline/drop/mock';
import { cutAfterBytes, retryAfterSec } from '../faults.ts';
import { type FakeOptions, monthsAgo, type ServedFake } from '../served-fake.ts';

export function fakeAmazon({ seed, nowMs, origins }: FakeOptions): ServedFake {
  const fake = createFakeAmazon();
  fake.bucket.state.endpoint = origins.main;
  const period = monthsAgo(nowMs, 2);
  const of = { seed, period, name: `amazon-music-${period}` };
  fake.addStatement({ ...of, rows: 400, returnEvery: 40, albumEvery: 25 });
  fake.addStatement({ ...of, service: 'Unlimited', rows: 300, members: 3 });
  fake.addStatement({ ...of, territory: 'JP', currency: 'JPY', currencyColumn: true, rows: 120, returnEvery: 30 });
  fake.addDsrMessage({ seed, period, files: 2, blocks: 40, folder: 'dsr/', gzip: true });
  const { key, region } = fake.bucket.state;
  const { accessKeyId, secretAccessKey } = key;
  const drop = fake.bucket.config();
  // A signed address, which every curl can ask for; it lasts as long as such addresses may.
  const listing = presign(`${origins.main}/${drop.bucket}?list-type=2`, { key, region, nowMs, lifeSec: 604_800 });
  return {
    handlers: fake.handlers,
    requests: fake.bucket.requests,
    addFaults({ throttle, unavailable, reset, cut }) {
      const headers = { 'retry-after': String(retryAfterSec) };
      fake.faults.add({ nth: throttle }, { kind: 'error', status: 503, code: 'SlowDown', headers });
      fake.faults.add({ nth: unavailable }, { kind: 'error', status: 500, code: 'InternalError' });
      fake.faults.add({ nth: reset }, { kind: 'reset' });
      fake.faults.add({ nth: cut }, { kind: 'cut', afterBytes: cutAfterBytes });
    },
    feeds: ['statements', 'dsr'],
    window: { since: period, until: period },
    config: { drop, vendor: 'LANTR', currencies: [{ territory: 'DE', currency: 'EUR' }] },
    credentials: { accessKeyId, secretAccessKey },
    curl: `curl '${listing}'`,
    notes: ['The bucket is one that Amazon statements were mirrored into; signatures are checked.'],
  };
}
