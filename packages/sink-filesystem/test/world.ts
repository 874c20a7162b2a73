import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type {
  BytesTransaction,
  Clock,
  DeadLetter,
  HeldLock,
  Logger,
  ManifestDraft,
  OpenSink,
  Partition,
  ReportKey,
  SinkContext,
  SyncIdentity,
  TotalLine,
} from '@ledgerline/core';
import type { Config } from '../src/config.ts';
import type { FileSystem } from '../src/file-system.ts';
import { slices } from '../src/files.ts';
import { Ledger } from '../src/ledger.ts';
import type { Locks } from '../src/locks.ts';
import { type LakeSeams, openLake } from '../src/open-lake.ts';
import { committedDeadLetters, committedFiles } from '../src/snapshot.ts';

export type Lake = Extract<OpenSink, { accepts: 'bytes' }>;

/** A clock whose sleeps take no time. */
export function testClock(): Clock {
  let now = 0;
  return {
    wall: () => Date.UTC(2026, 3, 1) + now,
    mono: () => now,
    async sleepUntil(mono) {
      now = Math.max(now, mono);
      await setImmediate();
    },
    timer: () => ({ [Symbol.dispose]: () => undefined }),
  };
}

/** A logger that keeps the names of warnings. */
export function testContext(): SinkContext & { readonly warnings: string[] } {
  const warnings: string[] = [];
  const log: Logger = {
    debug: () => undefined,
    info: () => undefined,
    warn: (event) => void warnings.push(event),
    error: (event) => void warnings.push(event),
    child: () => log,
  };
  return { log, clock: testClock(), warnings };
}

/** Locks of one machine; a process that dies is one whose locks are let go. */
export class MemoryLocks implements Locks {
  readonly #held = new Set<string>();

  tryAcquire(path: string): HeldLock | undefined {
    if (this.#held.has(path)) return undefined;
    this.#held.add(path);
    return { release: () => void this.#held.delete(path) };
  }
}

export async function openTestLake(config: Config, seams: LakeSeams = {}, context = testContext()): Promise<Lake> {
  const lake = await openLake(config, context, seams);
  if (lake.accepts !== 'bytes') throw new Error('the lake takes bytes');
  return lake;
}

export const key: ReportKey = { dsp: 'spotify', account: 'label-a', feed: 'sales', period: '2026-03', scope: '-' };

export async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

export function partition(territory: string): Partition {
  return { dsp: 'spotify', territory, period: '2026-03' };
}

export function letter(record: number): DeadLetter {
  const source = { object: 'sales.tsv', record, line: record + 2, byteOffset: record * 10 };
  return {
    id: `id-${record}`,
    report: 'r',
    stage: 'map',
    code: 'BAD',
    message: 'bad',
    source,
    raw: `raw\t${record}\n`,
  };
}

/** A document as the pipeline would hand it over: the same input always gives the same calls. */
export interface Document {
  readonly report: ReportKey;
  readonly revision: string;
  readonly chunks: readonly { readonly territory: string; readonly text: string; readonly rows: number }[];
  readonly letters: readonly DeadLetter[];
  readonly checkpointEvery: number;
}

export function document(name: string, chunkCount: number, territories: readonly string[], report = key): Document {
  const chunks = Array.from({ length: chunkCount }, (_, at) => {
    const rows = 1 + (at % 3);
    const territory = territories[at % territories.length] ?? 'ZZ';
    const text = Array.from({ length: rows }, (_, row) => rowText(name, territory, at * 10 + row)).join('');
    return { territory, text, rows };
  });
  const revision = createHash('sha256').update(name).digest('hex');
  return { report, revision, chunks, letters: [letter(1), letter(chunkCount)], checkpointEvery: 3 };
}

/** One row: a unit and a tenth of a euro, whatever it is. */
function rowText(name: string, territory: string, line: number): string {
  const item = { territory, period: '2026-03', saleType: 'stream', units: '1', amount: '0.10', currency: 'EUR' };
  return `${JSON.stringify({ ...item, line, of: name })}\n`;
}

function totalsOf({ chunks }: Document): TotalLine[] {
  const rowsBy = new Map<string, number>();
  for (const { territory, rows } of chunks) rowsBy.set(territory, (rowsBy.get(territory) ?? 0) + rows);
  return [...rowsBy].sort().map(([territory, rows]) => ({
    territory,
    period: '2026-03',
    saleType: 'stream',
    currency: 'EUR',
    rows,
    units: `${rows}`,
    amount: (rows / 10).toFixed(2),
  }));
}

export function identityOf({ report, revision }: Document): SyncIdentity {
  return { report, tag: revision.slice(0, 4), fingerprint: 'mapping-1' };
}

export function draftOf(doc: Document, run = 'run-1'): ManifestDraft {
  const rows = doc.chunks.reduce((sum, chunk) => sum + chunk.rows, 0);
  return {
    report: doc.report,
    object: 'sales.tsv',
    revision: doc.revision,
    provenance: 'api',
    verdict: 'complete',
    counts: { read: rows + doc.letters.length, accepted: rows, rejected: doc.letters.length, skipped: 0 },
    skippedBy: {},
    rejectedBy: { BAD: doc.letters.length },
    totals: totalsOf(doc),
    rejectedTotals: [],
    claims: [],
    claimed: [],
    evidence: [],
    findings: [],
    connector: { name: 'spotify', version: '1.0.0' },
    schemaVersion: 1,
    run,
  };
}

/** Stages a document from where its staging left off; dead letters come with the first chunk and the last. */
export async function stage(transaction: BytesTransaction, doc: Document): Promise<void> {
  const { resumed } = transaction;
  for (let at = typeof resumed === 'number' ? resumed : 0; at < doc.chunks.length; at += 1) {
    const chunk = doc.chunks[at];
    if (!chunk) break;
    await transaction.append(partition(chunk.territory), new TextEncoder().encode(chunk.text), chunk.rows);
    if (at === 0) await transaction.reject(doc.letters.slice(0, 1));
    if (at === doc.chunks.length - 1) await transaction.reject(doc.letters.slice(1));
    if ((at + 1) % doc.checkpointEvery === 0) await transaction.checkpoint(at + 1);
  }
}

/** Everything that is wrong with a lake, as `code path`. */
export async function problemsOf(lake: Lake): Promise<readonly string[]> {
  const problems = lake.verify?.();
  return problems === undefined ? ['no verify'] : (await all(problems)).map(({ code, path }) => `${code} ${path}`);
}

export async function ingest(lake: Lake, doc: Document, identity = identityOf(doc)): Promise<void> {
  const transaction = await lake.begin(identity);
  await stage(transaction, doc);
  await transaction.commit(draftOf(doc));
}

export function textOf(fs: FileSystem, path: string): string {
  return [...slices(fs, path)].map((slice) => Buffer.from(slice).toString('latin1')).join('');
}

/** All rows that a reader without any lock sees now, and the dead letters with them; checks sizes and hashes on the way. */
export async function visible(fs: FileSystem, root: string): Promise<string> {
  const snapshot = { fs, root, ledger: new Ledger(fs, root) };
  const seen: string[] = [];
  for await (const file of committedFiles(snapshot)) {
    const text = textOf(fs, file.absolutePath);
    const sha256 = createHash('sha256').update(text, 'latin1').digest('hex');
    if (text.length !== file.bytes || sha256 !== file.sha256) throw new Error(`${file.path} is not what was committed`);
    seen.push(`${file.path}\n${text}`);
  }
  for await (const found of committedDeadLetters(snapshot, undefined)) seen.push(JSON.stringify(found));
  return seen.join('\n');
}

/** The lake's data as it lies in the partitions; what a glob finds, and the dead letters. */
export function published(contents: Map<string, Uint8Array>, root: string): string {
  return [...contents]
    .filter(([path]) => path.startsWith(`${root}/dsp=`) || path.startsWith(`${root}/_dead-letters/`))
    .map(([path, bytes]) => `${path}\n${Buffer.from(bytes).toString('latin1')}`)
    .sort()
    .join('\n');
}

/** Names left in staging. */
export function leftovers(fs: FileSystem, root: string): readonly string[] {
  return (fs.list(`${root}/_staging`) ?? []).map(({ name }) => name);
}

/** Calls `before` with the name of every operation, in order; what it throws is the operation's failure. */
export function observed(fs: FileSystem, before: (operation: string, args: readonly unknown[]) => void): FileSystem {
  return new Proxy(fs, {
    get(target, property) {
      const member: unknown = Reflect.get(target, property);
      if (typeof member !== 'function') return member;
      return (...args: unknown[]): unknown => {
        before(String(property), args);
        return Reflect.apply(member, target, args);
      };
    },
  });
}
