import type { Report, RowBatch, RowSource } from '@ledgerline/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readDay } from '../src/document-date.ts';
import { reporterReply } from '../src/reporter-reply.ts';
import { readXml } from '../src/reporter-xml.ts';
import { secondChance } from '../src/second-chance.ts';
import { requireUsageDates } from '../src/usage-dates.ts';

test('any text is read as XML or not at all, never with an exception', () => {
  const pieces = fc.constantFrom(
    '<a>',
    '</a>',
    '<b/>',
    '&lt;',
    '&#9;',
    '&#x110000;',
    '<',
    '>',
    'x',
    '<?p?>',
    '<!--',
    '-->',
  );
  fc.assert(
    fc.property(
      fc.array(pieces).map((all) => all.join('')),
      (text) => void readXml(text),
    ),
  );
  fc.assert(fc.property(fc.string(), (text) => void readXml(text)));
});

test.each([
  ['03/05/2026', '2026-03-05'],
  ['3/5/2026', '2026-03-05'],
  ['20260305', '2026-03-05'],
  ['2026-03-05', '2026-03-05'],
  ['2026-03-05 14:00:00', '2026-03-05'],
  ['13/05/2026', undefined],
  ['02/30/2026', undefined],
  ['2026-03', undefined],
  ['', undefined],
])('the day %j is %s', (text, day) => {
  expect(readDay(text)).toBe(day);
});

/** What the check makes of a report whose dates are these. */
function check(period: string, dates: readonly string[], header = 'Datestamp'): readonly string[] {
  const row = (index: number) => ({ get: () => dates[index], int: () => '', decimal: () => '', toObject: () => ({}) });
  const batch = { length: dates.length, header: [header], row } as Partial<RowBatch> as RowBatch;
  const report: Report = {
    dsp: 'apple',
    account: 'a',
    feed: 'streams',
    period,
    scope: '1',
    locator: null,
    object: 'o',
  };
  const findings: string[] = [];
  const observer = { evidence() {}, claim() {}, finding: (code: string) => void findings.push(code) };
  requireUsageDates(report, ['Ingest Datestamp', 'Datestamp']).check(batch, observer);
  return findings;
}

test('one row of the period is enough, rows of other days may be late', () => {
  expect(check('2026-03-05', ['2026-03-01', '2026-03-05'])).toEqual([]);
  expect(check('2026-03-02--2026-03-08', ['2026-03-08'])).toEqual([]);
});

test('only the day beside is accepted with a remark, other days are another report', () => {
  expect(check('2026-03-05', ['2026-03-06', '2026-03-06'])).toEqual(['DATES_SHIFTED']);
  expect(() => check('2026-03-05', ['2026-03-06', '2026-03-07'])).toThrow('2026-03-06');
  expect(() => check('2026-03-05', ['2026-02-05'])).toThrow('2026-02-05');
});

test('a report without days, or with days in no known form, says that it was not checked', () => {
  expect(check('2026-03-05', ['x'], 'Other')).toEqual(['DATES_UNCHECKED']);
  expect(check('2026-03-05', ['5th of March'])).toEqual(['DATES_UNCHECKED']);
});

test('what stands in front of a report passes documents on and refuses any XML but "no sales"', async () => {
  const read = async (text: string) => {
    const claims: unknown[] = [];
    const observer = { evidence() {}, claim: (claim: unknown) => void claims.push(claim), finding() {} };
    const context = { object: 'o', observer, signal: new AbortController().signal };
    async function* bytes() {
      yield Buffer.from(text);
    }
    const chunks = await Array.fromAsync(reporterReply()(bytes(), context));
    return [Buffer.concat(chunks).toString(), claims];
  };
  expect(await read('\u001f\u008bdata')).toEqual(['\u001f\u008bdata', []]);
  expect(await read('')).toEqual(['', []]);
  expect(await read('<Error><Code>213</Code></Error>')).toMatchObject(['', [{ rows: '0' }]]);
  await expect(read('<Vendors></Vendors>')).rejects.toMatchObject({ code: 'REPLY_UNEXPECTED' });
  await expect(read('<Error><Code>500</Code></Error>')).rejects.toThrow('code 500');
});

test('what stops a commit still does after the first look at the rows', async () => {
  const said: unknown[] = [];
  const observer = { evidence() {}, claim() {}, finding: (...finding: unknown[]) => void said.push(finding) };
  const end = {
    cursor: { record: 0, line: 1, byteOffset: 0, digest: '' },
    decodedBytes: 0,
    digest: '',
    hasContent: true,
  };
  const source: RowSource = {
    object: 'o',
    async *open(request) {
      yield* [];
      request.observer.finding('CUT', 'it is cut', 'error');
      return end;
    },
  };
  const request = { signal: new AbortController().signal, batchRows: 10, bind: () => [], observer };
  await secondChance(source).open(request).next();
  expect(said).toEqual([['CUT', 'it is cut', 'error']]);
});
