import { createFakeYoutube } from '@ledgerline/connector-youtube/mock';
import { cutAfterBytes } from '../faults.ts';
import { type FakeOptions, monthsAgo, type ServedFake } from '../served-fake.ts';

/** The fake's clock stands still by itself; by hand it has to go. Units: ms. */
const tickMs = 250;

export function fakeYoutube({ seed, nowMs, origins }: FakeOptions): ServedFake {
  const fake = createFakeYoutube({ seed, nowMs });
  fake.state.origin = origins.main;
  const ticking = setInterval(() => fake.advance(tickMs), tickMs);
  const { clientId, clientSecret, refreshToken, contentOwner } = fake.config();
  const form = { grant_type: 'refresh_token', client_id: clientId, client_secret: clientSecret };
  const fields = Object.entries({ ...form, refresh_token: refreshToken }).map(([name, value]) => `-d ${name}=${value}`);
  const month = monthsAgo(nowMs, 2);
  return {
    handlers: fake.handlers,
    requests: fake.requests,
    addFaults({ throttle, unavailable, reset, cut }) {
      fake.faults.add({ nth: throttle }, { kind: 'quota-minute' });
      fake.faults.add({ nth: unavailable }, { kind: 'server-error', status: 503 });
      fake.faults.add({ nth: reset }, { kind: 'reset' });
      fake.faults.add({ nth: cut }, { kind: 'cut', afterBytes: cutAfterBytes });
    },
    feeds: ['asset_revenue'],
    window: { since: month, until: month },
    config: fake.config(),
    credentials: { contentOwner, clientId, clientSecret, refreshToken },
    curl: `curl ${fields.join(' ')} ${origins.main}/token`,
    notes: ['60 requests a minute and 20000 a day are allowed, then it answers 429 as YouTube does.'],
    close: () => clearInterval(ticking),
  };
}
