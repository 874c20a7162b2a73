import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import type { JsonObject } from '../contracts/json.ts';
import { VirtualClock } from '../time/virtual-clock.ts';
import { createAuditLog } from './audit-log.ts';
import { createMemoryAudit } from './memory-audit.ts';
import { verifyAudit } from './verify-audit.ts';

const folder = mkdtempSync(join(tmpdir(), 'ledgerline-audit-'));
let files = 0;
const freshFile = (): string => join(folder, `runs/r${++files}/audit.ndjson`);
const linesOf = (file: string): string[] => readFileSync(file, 'utf8').split('\n');
const clock = new VirtualClock({ wallMs: 1_772_668_800_000 });

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('every record is one line with sorted keys that names the digest of the line before', async () => {
  const file = freshFile();
  const audit = createAuditLog({ file, clock });
  expect(existsSync(file)).toBe(false);
  audit.append('commit', { report: 'spotify/a', amounts: { USD: '1.5', EUR: '2' } });
  audit.append('policy', { k: 'verdict', seq: 7, t: 3 });
  await audit.flush();
  const [first, second, end] = linesOf(file);
  expect(first).toBe(
    `{"kind":"commit","prev":"${'0'.repeat(64)}","record":{"amounts":{"EUR":"2","USD":"1.5"},"report":"spotify/a"},"seq":0,"t":1772668800000}`,
  );
  expect(JSON.parse(second ?? '')).toMatchObject({ kind: 'policy', seq: 1, record: { k: 'verdict', seq: 7, t: 3 } });
  expect(end).toBe('');
  expect(verifyAudit(linesOf(file))).toEqual({ intact: true, records: 2, head: audit.end.head });
  await audit.close();
});

test('a later process goes on with the chain, and a line torn by a crash is cut off and recorded', async () => {
  const file = freshFile();
  const first = createAuditLog({ file, clock });
  for (let index = 0; index < 5; index += 1) first.append('row', { index, padding: 'x'.repeat(40_000) });
  await first.close();
  appendFileSync(file, '{"kind":"row","prev":"abc');
  const second = createAuditLog({ file, clock });
  second.append('row', { index: 5 });
  await second.close();
  const kinds = linesOf(file).flatMap((line) => (line === '' ? [] : [JSON.parse(line).kind]));
  expect(kinds).toEqual(['row', 'row', 'row', 'row', 'row', 'audit.torn', 'row']);
  expect(verifyAudit(linesOf(file), { end: { ...second.end, keptBy: 'a note' } })).toMatchObject({
    intact: true,
    records: 7,
  });
  const empty = createAuditLog({ file: freshFile(), clock });
  await empty.close();
  expect(verifyAudit([], { end: { ...empty.end, keptBy: 'a note' } })).toMatchObject({ intact: true, records: 0 });
});

test('appending never throws; an unwritable file is reported by flush, by name and with what to do', async () => {
  const audit = createAuditLog({ file: '/dev/null/audit.ndjson', clock });
  audit.append('commit', {});
  await expect(audit.flush()).rejects.toThrow(/audit log \/dev\/null\/audit.ndjson cannot be written .* run again/);
  audit.append('commit', {});
  await expect(audit.close()).rejects.toMatchObject({ code: 'AUDIT_UNWRITABLE', disposition: 'abort' });
  const memory = createMemoryAudit();
  const circle: Record<string, JsonObject> = {};
  circle.self = circle;
  memory.append('odd', circle);
  expect(JSON.parse(memory.lines[0] ?? '').record.unserialisable).toContain('circular');
});

test('many records appended at once arrive in order, and flush waits for all of them', async () => {
  const file = freshFile();
  const audit = createAuditLog({ file, clock });
  for (let index = 0; index < 20_000; index += 1) audit.append('row', { index });
  await audit.flush();
  expect(verifyAudit(linesOf(file), { end: { ...audit.end, keptBy: 'a note' } })).toMatchObject({
    intact: true,
    records: 20_000,
  });
  await audit.close();
});

const log = fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { minLength: 2, maxLength: 8 }).map((records) => {
  const audit = createMemoryAudit();
  for (const record of records) audit.append('row', record as JsonObject);
  return { lines: [...audit.lines], head: audit.end.head, end: { ...audit.end, keptBy: 'a note' } };
});

test('the memory audit and the verifier agree on any records', () => {
  fc.assert(
    fc.property(log, ({ lines, head, end }) => {
      expect(verifyAudit(lines, { end })).toEqual({ intact: true, records: lines.length, head });
    }),
  );
});

test('the first altered record is named, whatever was changed in it', () => {
  fc.assert(
    fc.property(log, fc.nat(), fc.nat(), fc.constantFrom('0', 'x', '"', ' '), ({ lines, end }, record, place, byte) => {
      const seq = record % lines.length;
      const text = lines[seq] ?? '';
      const at = place % text.length;
      fc.pre(text[at] !== byte);
      const changed = [...lines];
      changed[seq] = text.slice(0, at) + byte + text.slice(at + 1);
      const verdict = verifyAudit(changed, { end });
      expect(verdict.intact).toBe(false);
      // A damaged link may look like the record before it being at fault; never like one further away.
      if (!verdict.intact) expect([seq - 1, seq]).toContain(verdict.seq);
    }),
  );
});

test('the first missing record is named, the last one with the digest that was kept', () => {
  fc.assert(
    fc.property(log, fc.nat(), ({ lines, end }, record) => {
      const seq = record % lines.length;
      const verdict = verifyAudit(lines.toSpliced(seq, 1), { end });
      if (seq < lines.length - 1) expect(verdict).toMatchObject({ intact: false, problem: 'missing', seq });
      else expect(verdict).toMatchObject({ intact: false, problem: 'missing', seq });
    }),
  );
});

test('the first reordered or repeated record is named', () => {
  fc.assert(
    fc.property(log, fc.nat(), fc.nat(), ({ lines }, left, right) => {
      const [from, to] = [left % lines.length, right % lines.length].sort((a, b) => a - b);
      fc.pre(from !== undefined && to !== undefined && from !== to);
      const swapped = [...lines];
      [swapped[from ?? 0], swapped[to ?? 0]] = [lines[to ?? 0] ?? '', lines[from ?? 0] ?? ''];
      expect(verifyAudit(swapped)).toMatchObject({ intact: false, problem: 'reordered', seq: from });
      const repeated = lines.toSpliced((to ?? 0) + 1, 0, lines[from ?? 0] ?? '');
      expect(verifyAudit(repeated)).toMatchObject({ intact: false, problem: 'reordered', seq: from });
    }),
  );
});
