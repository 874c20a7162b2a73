import { expect, test } from 'vitest';
import { startApple } from './run-apple.ts';

const day = { feed: 'sales', since: '2026-03-05', until: '2026-03-05' };
const report = { command: 'Sales.getReport' };

async function start() {
  return startApple({ now: '2026-03-10T18:00:00Z' });
}

test.each([
  ['212 under 200', { kind: 'error', code: 212, status: 200 }],
  ['212 under 404', { kind: 'error', code: 212 }],
  ['117', { kind: 'error', code: 117 }],
  ['117 under 200', { kind: 'error', code: 117, status: 200 }],
  ['a 502 that is no XML', { kind: 'status', status: 502 }],
  ['a dropped connection', { kind: 'reset' }],
  ['a connection cut in the body', { kind: 'cut', afterBytes: 100 }],
] as const)('%s passes: the call backs off and is repeated', async (_, fault) => {
  const { fake, run } = await start();
  fake.faults.add({ ...report, nth: [1, 2] }, fault);
  expect((await run(day)).outcomes).toMatchObject([{ verdict: 'complete', accepted: 40 }]);
  expect(fake.requests.filter(({ command }) => command === 'Sales.getReport')).toHaveLength(3);
});

test.each([
  [210, 'not-ready', 'REPORT_NOT_READY'],
  [209, 'gone', 'REPORT_GONE'],
  [211, 'gone', 'REPORT_GONE'],
  [101, 'failed', 'CONFIG_INVALID'],
  [200, 'failed', 'CONFIG_INVALID'],
  [208, 'failed', 'CONFIG_INVALID'],
  [300, 'failed', 'CONFIG_INVALID'],
  [999, 'failed', 'UPSTREAM_UNAVAILABLE'],
] as const)('%i ends as %s, whatever the status, after one request', async (code, verdict, errorCode) => {
  for (const status of [200, 400, 404]) {
    const { fake, run } = await start();
    fake.faults.add(report, { kind: 'error', code, status, message: 'Apple & co. say so.' });
    const { outcomes, manifests } = await run(day);
    expect(outcomes).toMatchObject([{ verdict, code: errorCode }]);
    expect(outcomes[0]?.message).toContain(String(code));
    expect(outcomes[0]?.message).toContain('80012345/Sales/Detailed/Daily/20260305');
    expect(manifests).toEqual([]);
    expect(fake.requests.filter(({ command }) => command === 'Sales.getReport')).toHaveLength(1);
  }
});

test.each([108, 123, 124, 125, 132])(
  '%i stops everything of the credential, but for the sync already under way, and nothing is minted',
  async (code) => {
    const { fake, run } = await start();
    fake.faults.add(report, { kind: 'error', code });
    const { outcomes } = await run({ ...day, until: '2026-03-08' });
    expect(outcomes).toHaveLength(4);
    expect(new Set(outcomes.map(({ verdict, code: refused }) => `${verdict} ${refused}`))).toEqual(
      new Set(['failed AUTH_REJECTED']),
    );
    expect(fake.requests.filter(({ command }) => command === 'Sales.getReport')).toHaveLength(2);
    expect(fake.tokens.generated()).toBe(0);
    expect(fake.requests.some(({ command }) => command.endsWith('Token'))).toBe(false);
  },
);

test('a token that was replaced or lapsed fails while listing, and no report is asked for', async () => {
  const { fake, run, setNow } = await start();
  const replaced = await run({ ...day, config: { accessToken: 'old-token' } });
  expect(replaced.error).toMatchObject({ code: 'AUTH_REJECTED' });
  expect(replaced.error?.message).toContain('124');
  expect(replaced.error?.message).not.toContain('old-token');
  setNow('2026-09-10T18:00:00Z');
  expect((await run(day)).error?.message).toContain('123');
  expect(fake.requests.map(({ command }) => command)).toEqual(['Sales.getVendors', 'Sales.getVendors']);
});

test('several accounts ask for one to be named; it is sent as text, and left out when unset', async () => {
  const accounts = [
    { number: '100001', name: 'Example Records' },
    { number: '100002', name: 'Other Records' },
  ];
  const { fake, run } = await startApple({ now: '2026-03-10T18:00:00Z', fake: { accounts } });
  const unnamed = await run(day);
  expect(unnamed.error).toMatchObject({ code: 'CONFIG_INVALID' });
  expect(unnamed.error?.message).toContain('214');
  expect((await run({ ...day, config: { account: '100002' } })).outcomes).toMatchObject([{ verdict: 'complete' }]);
  expect(fake.requests.map(({ account }) => account)).toEqual([undefined, '100002', '100002']);
  expect((await run({ ...day, config: { account: '5' } })).error?.message).toContain('215');
});

test('from its 170th day on a token is warned about, before anything fails', async () => {
  const { run } = await start();
  const warned = async (tokenCreated: string) => (await run({ ...day, config: { tokenCreated } })).warnings;
  expect(await warned('2025-09-22')).toEqual([]);
  expect(await warned('2025-09-21')).toMatchObject([['apple.token_ages', { ageDays: 170, daysLeft: 10 }]]);
});
