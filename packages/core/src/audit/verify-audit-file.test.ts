import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { AuditChain } from './audit-chain.ts';
import { createMemoryAudit } from './memory-audit.ts';
import { readAudit } from './read-audit.ts';
import { verifyAuditFile } from './verify-audit-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'ledgerline-verify-'));
const file = join(folder, 'audit.ndjson');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A log of five records, and where it stood after three of them and at its end. */
function written(change: (index: number) => number = (index) => index) {
  const audit = createMemoryAudit();
  const ends = [0, 1, 2, 3, 4].map((index) => {
    audit.append('row', { index: change(index) });
    return audit.end;
  });
  writeFileSync(file, audit.lines.map((line) => `${line}\n`).join(''));
  const at = (records: number, keptBy: string) => ({ ...(ends[records - 1] ?? audit.end), keptBy });
  return { lines: audit.lines, marks: [at(3, 'manifest 1')], end: at(5, 'the state store') };
}

test('a chain that was written anew from some record on is found by whoever kept where it stood', async () => {
  const { marks, end } = written();
  expect(await verifyAuditFile(file, { marks, end })).toMatchObject({ intact: true, records: 5 });
  written((index) => (index === 1 ? 100 : index));
  expect(await verifyAuditFile(file)).toMatchObject({ intact: true });
  expect(await verifyAuditFile(file, { marks })).toMatchObject({
    ...{ intact: false, problem: 'altered', seq: 2 },
    message: expect.stringContaining('manifest 1 says otherwise'),
  });
  expect(await verifyAuditFile(file, { end })).toMatchObject({ intact: false, problem: 'altered', seq: 4 });
});

test('a log that goes on after its run closed it, or stops before, is told with who says so', async () => {
  const { marks, end, lines } = written();
  const early = { records: 4, head: '', keptBy: 'the state store' };
  const closed = { ...early, head: JSON.parse(lines[4] ?? '').prev };
  expect(await verifyAuditFile(file, { end: closed })).toMatchObject({ intact: false, problem: 'added', seq: 4 });
  writeFileSync(
    file,
    lines
      .slice(0, 2)
      .map((line) => `${line}\n`)
      .join(''),
  );
  expect(await verifyAuditFile(file, { marks, end })).toMatchObject({
    ...{ intact: false, problem: 'missing', seq: 2, line: 3 },
    message: expect.stringMatching(/is gone: manifest 1 says that there were 3/),
  });
});

test('what a crash has torn is told and no alarm, and reading goes up to it', async () => {
  const { lines } = written();
  writeFileSync(file, `${readFileSync(file, 'utf8')}{"kind":"row","pre`);
  expect(await verifyAuditFile(file)).toMatchObject({ intact: true, records: 5, tornBytes: 18 });
  expect(await Array.fromAsync(readAudit(file))).toHaveLength(5);
  writeFileSync(file, [lines[0], 'no record', lines[1], ''].join('\n'));
  await expect(Array.fromAsync(readAudit(file))).rejects.toMatchObject({ code: 'AUDIT_UNREADABLE' });
});

test('texts of a record are gone over before it is chained; digests are not', () => {
  const chain = new AuditChain({ records: 1, head: 'beef'.repeat(16) }, redactBeef);
  const line: { readonly prev: string; readonly record: object } = JSON.parse(
    chain.next('row', 0, { a: ['a beef b'] }),
  );
  expect(line).toMatchObject({ prev: 'beef'.repeat(16), record: { a: ['a - b'] } });
});

function redactBeef(text: string): string {
  return text.replaceAll('beef', '-');
}
