import { createFakeApple } from '@ledgerline/connector-apple/mock';
import { cutAfterBytes } from '../faults.ts';
import { daysAgo, type FakeOptions, type ServedFake } from '../served-fake.ts';

export function fakeApple({ seed, nowMs, origins }: FakeOptions): ServedFake {
  const fake = createFakeApple({ seed });
  fake.state.origin = origins.main;
  const { accessToken } = fake.config();
  const asked = {
    ...{ accesstoken: accessToken, version: '2.2', mode: 'Robot.XML', account: 'None' },
    queryInput: '[p=Reporter.properties, Sales.getVendors]',
  };
  return {
    handlers: fake.handlers,
    requests: fake.requests,
    addFaults({ throttle, unavailable, reset, cut }) {
      fake.faults.add({ nth: throttle }, { kind: 'error', code: 117 });
      fake.faults.add({ nth: unavailable }, { kind: 'status', status: 503 });
      fake.faults.add({ nth: reset }, { kind: 'reset' });
      fake.faults.add({ nth: cut }, { kind: 'cut', afterBytes: cutAfterBytes });
    },
    feeds: ['sales', 'streams'],
    window: { since: daysAgo(nowMs, 5), until: daysAgo(nowMs, 4) },
    config: fake.config(),
    credentials: { accessToken },
    curl: `curl --data-urlencode 'jsonRequest=${JSON.stringify(asked)}' ${origins.main}/reportservice/sales/v1`,
  };
}
