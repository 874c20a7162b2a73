import { createFakeSpotify } from '@ledgerline/connector-spotify/mock';
import { cutAfterBytes, retryAfterSec } from '../faults.ts';
import { daysAgo, type FakeOptions, type ServedFake } from '../served-fake.ts';

export function fakeSpotify({ seed, nowMs, origins }: FakeOptions): ServedFake {
  const days = [daysAgo(nowMs, 4), daysAgo(nowMs, 3)];
  const { main, storage } = origins;
  const fake = createFakeSpotify({ seed, days, origins: { api: main, accounts: main, storage } });
  const bulk = fake.bulkConfig();
  return {
    handlers: fake.handlers,
    requests: fake.requests,
    addFaults({ throttle, unavailable, reset, cut }) {
      fake.faults.add({ nth: throttle }, { kind: 'throttle', retryAfter: String(retryAfterSec) });
      fake.faults.add({ nth: unavailable }, { kind: 'status', status: 503 });
      fake.faults.add({ nth: reset }, { kind: 'reset' });
      fake.faults.add({ nth: cut }, { kind: 'cut', afterBytes: cutAfterBytes });
    },
    feeds: ['streams'],
    window: { since: days[0] ?? '', until: days[1] ?? '' },
    config: { bulk },
    credentials: { licensor: bulk.licensor, clientId: bulk.clientId, clientSecret: bulk.clientSecret },
    curl: `curl -u ${bulk.clientId}:${bulk.clientSecret} -d grant_type=client_credentials ${main}/api/token`,
    notes: [
      `Documents are redirected to ${storage}, which refuses requests with a token.`,
      'Sales reports are files in a drop: for those, serve amazon and look at its bucket, or use a folder.',
    ],
  };
}
