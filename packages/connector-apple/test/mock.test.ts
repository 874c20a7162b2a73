import { gunzipSync } from 'node:zlib';
import { createFakeApple, type FakeAppleOptions, fakeLogin, serveApple } from '@ledgerline/connector-apple/mock';
import { expect, onTestFinished, test } from 'vitest';

const noon = Date.parse('2026-03-10T18:00:00Z');
const sales = '/reportservice/sales/v1';
const report = '80012345,Sales,Detailed,Daily,20260305';

/** A served fake and a client that speaks to it in any shape. */
async function start(options: FakeAppleOptions = {}) {
  const time = { nowMs: noon };
  const fake = createFakeApple({ now: () => time.nowMs, ...options });
  const served = await serveApple(fake);
  onTestFinished(() => served.close());
  const post = (body: string, path = sales) => fetch(`${served.origin}${path}`, { method: 'POST', body });
  const ask = (queryInput: string, more: Record<string, string> = {}, path = sales) => {
    const json = { accesstoken: 'fake-token-1', version: '2.2', mode: 'Robot.XML', queryInput, ...more };
    return post(`jsonRequest=${encodeURIComponent(JSON.stringify(json))}`, path);
  };
  return { fake, time, post, ask };
}

test.each([
  `[p=Reporter.properties, Sales.getReport, ${report}]`,
  `[p=Reporter.properties, a=100001, Sales.getReport, ${report}]`,
  `[p=Reporter.properties, a=100001 Sales.getReport, ${report},]`,
  `[p=Reporter.properties, m=Robot.XML, a=100001, Sales.getReport, ${report}]`,
])('understands %s', async (queryInput) => {
  const { fake, ask } = await start();
  const reply = await ask(queryInput, { account: 'None', salesurl: 'https://ignored.example' });
  expect([reply.status, reply.headers.get('content-type')]).toEqual([200, 'application/a-gzip']);
  expect(fake.requests[0]?.args).toEqual(report.split(','));
});

test('an empty account is refused with 404, as against none', async () => {
  const { ask } = await start();
  const reply = await ask('[p=Reporter.properties, Sales.getVendors]', { account: '' });
  expect([reply.status, await reply.text()]).toEqual([404, expect.stringContaining('<Code>215</Code>')]);
});

test('understands bodies encoded as a whole, not at all, and value by value', async () => {
  const { post } = await start();
  const query = '[p=Reporter.properties, Sales.getVendors]';
  const json = (value: string) =>
    `{"accesstoken": "fake-token-1", "version": "2.2", "mode": "Robot.XML", "queryInput": "${value}"}`;
  for (const body of [encodeURIComponent(json(query)), json(query), json(encodeURIComponent(query))]) {
    expect(await (await post(`jsonRequest=${body}`)).text()).toContain('<Vendor>80012345</Vendor>');
  }
});

test('calls its XML plain text, declares it, and speaks plainly in Normal mode', async () => {
  const { ask } = await start();
  const robot = await ask('[p=Reporter.properties, Sales.getStatus]');
  expect(robot.headers.get('content-type')).toBe('text/plain;charset=utf-8');
  expect(await robot.text()).toMatch(
    /^<\?xml version="1\.0" encoding="UTF-8" standalone="yes"\?>\n<Status>\n {4}<Code>0<\/Code>/,
  );
  const normal = await ask('[p=Reporter.properties, Sales.nonsense]', { mode: 'Normal' });
  expect([normal.status, await normal.text()]).toEqual([400, 'Invalid command.']);
  const regions = await ask(
    '[p=Reporter.properties, Finance.getVendorsAndRegions]',
    { mode: 'Normal' },
    '/reportservice/finance/v1',
  );
  expect(await regions.text()).toContain('US:Financial\n');
});

test('a report carries its four headers and a gzip that a stock decoder reads, in any number of members', async () => {
  const { fake, ask } = await start();
  fake.state.gzipMembers = 4;
  const reply = await ask(`[p=Reporter.properties, Sales.getReport, ${report}]`);
  expect(Object.fromEntries(reply.headers)).toMatchObject({
    'content-encoding': 'agzip',
    filename: 'S_D_80012345_20260305.txt.gz',
    downloadmsg: 'Successfully downloaded S_D_80012345_20260305.txt.gz',
  });
  const text = gunzipSync(new Uint8Array(await reply.arrayBuffer())).toString('utf8');
  expect(text).toBe(fake.sales(report.split(',')).text);
  expect(text.split('\n')[0]?.split('\t').slice(0, 5)).toEqual([
    'Provider',
    'Provider Country',
    'Vendor Identifier',
    'UPC',
    'ISRC',
  ]);
});

test('a new token takes two steps, kills the old one at once and ends after 180 days', async () => {
  const { fake, time, ask, post } = await start();
  const command = { queryInput: '[p=Reporter.properties, Sales.generateToken]', mode: 'Robot.XML', ...fakeLogin };
  const first = await ask(command.queryInput, command);
  const id = first.headers.get('service_request_id');
  expect(await first.text()).toContain('(y/n): ');
  expect(fake.tokens.generated()).toBe(0);
  const body = `jsonRequest=${encodeURIComponent(JSON.stringify(command))}&isExistingToken=Y&requestId=${id}`;
  const second = await (await post(body)).text();
  expect(second).toContain('<AccessToken>fake-token-2</AccessToken>');
  expect(second).toContain('<ExpirationDate>2026-09-06</ExpirationDate>');
  const vendors = '[p=Reporter.properties, Sales.getVendors]';
  expect(await (await ask(vendors)).text()).toContain('<Code>124</Code>');
  expect((await ask(vendors, { accesstoken: 'fake-token-2' })).status).toBe(200);
  time.nowMs += 181 * 86_400_000;
  expect(await (await ask(vendors, { accesstoken: 'fake-token-2' })).text()).toContain('<Code>123</Code>');
  expect(await (await ask(command.queryInput, { ...command, password: 'wrong' })).text()).toContain('<Code>108</Code>');
  expect(await (await ask('[p=Reporter.properties, Sales.deleteToken]', fakeLogin)).text()).toContain(
    'has been deleted',
  );
});

test('says not yet before the hour, weekly until Monday, monthly until the 5th, and no more after a year', async () => {
  const { time, ask } = await start({ tokenCreatedMs: Date.parse('2027-01-01T00:00:00Z') });
  const code = async (instant: string, type: string, date: string) => {
    time.nowMs = Date.parse(instant);
    const answer = await ask(`[p=Reporter.properties, Sales.getReport, 80012345,Sales,Detailed,${type},${date}]`);
    return answer.status === 200 ? 'there' : /<Code>(\d+)</.exec(await answer.text())?.[1];
  };
  expect(await code('2026-01-06T12:59:00Z', 'Daily', '20260105')).toBe('210');
  expect(await code('2026-01-06T13:00:00Z', 'Daily', '20260105')).toBe('there');
  expect(await code('2026-01-12T12:59:00Z', 'Weekly', '20260111')).toBe('210');
  expect(await code('2026-01-12T13:00:00Z', 'Weekly', '20260111')).toBe('there');
  expect(await code('2026-01-12T13:00:00Z', 'Weekly', '20260110')).toBe('205');
  expect(await code('2026-02-05T12:59:00Z', 'Monthly', '202601')).toBe('210');
  expect(await code('2026-02-05T13:00:00Z', 'Monthly', '202601')).toBe('there');
  expect(await code('2027-02-01T13:00:00Z', 'Daily', '20260105')).toBe('209');
});

test('strict mode refuses unknown protocol versions, and a request it cannot read is an error, too', async () => {
  const { fake, ask, post } = await start();
  const vendors = '[p=Reporter.properties, Sales.getVendors]';
  expect((await ask(vendors, { version: '1_0' })).status).toBe(200);
  fake.state.strict = true;
  expect(await (await ask(vendors, { version: '1_0' })).text()).toContain('<Code>115</Code>');
  expect(await (await post('nothing')).text()).toContain('<Code>101</Code>');
});

test('the same options give the same documents, byte for byte; another revision does not', () => {
  const args = report.split(',');
  const [one, two] = [createFakeApple(), createFakeApple()];
  expect(one.sales(args)).toEqual(two.sales(args));
  two.state.revisions.set(args.join('/'), 1);
  expect(one.sales(args).text).not.toBe(two.sales(args).text);
});

test('totals are those of the text, added up by other means', () => {
  const fake = createFakeApple({ rows: 100 });
  const { text, totals } = fake.finance(['80012345', 'US', 'Financial', '2026', '5']);
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t'));
  const rows = lines.slice(1).filter(([first]) => first?.startsWith('Total_') === false);
  const cents = rows.reduce((sum, cells) => sum + BigInt(cells[7]!.replace('.', '')), 0n);
  expect([rows.length, rows.reduce((sum, cells) => sum + Number(cells[5]), 0)]).toEqual([100, Number(totals.units)]);
  expect(Number(totals.amounts.USD) * 100).toBeCloseTo(Number(cents), 6);
});
