import { spawnSync } from 'node:child_process';
import { mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isLedgerlineError } from '@ledgerline/core';
import { nodeFileSystem } from '../../packages/sink-filesystem/src/node-fs-system.ts';
import {
  draftOf,
  identityOf,
  ingest,
  openTestLake,
  problemsOf,
  stage,
} from '../../packages/sink-filesystem/test/world.ts';
import { revisions } from './documents.ts';

const child = fileURLToPath(new URL('real-child.ts', import.meta.url));

/** A trouble of a real machine; `skipped` says why this machine cannot make it. */
export interface RealResult {
  readonly id: string;
  readonly skipped?: string;
  readonly cases: number;
  /** How often the trouble stopped a commit: at least once, or it was none. */
  readonly stopped: number;
  readonly violations: readonly string[];
}

interface Line {
  readonly word: string;
  readonly committed?: boolean;
  readonly code?: string;
  readonly message?: string;
  readonly crash?: string;
  readonly revision?: number;
  readonly problems?: readonly string[];
}

function quoted(words: readonly string[]): string {
  return words.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
}

/** A child that works on a lake, as a line of a shell script. */
function working(path: string, format: string, ...words: readonly string[]): string {
  return quoted([process.execPath, '--disable-warning=ExperimentalWarning', child, path, format, ...words]);
}

function shell(script: string, { isolated = false } = {}) {
  const words = ['-e', '-c', script];
  const options = { encoding: 'utf8' as const };
  const { status, stdout, stderr } = isolated
    ? spawnSync('unshare', ['-m', 'sh', ...words], options)
    : spawnSync('sh', words, options);
  const lines = (stdout ?? '').split('\n').filter((line) => line.startsWith('{'));
  return { status, lines: lines.map((line) => JSON.parse(line) as Line), errors: stderr ?? '' };
}

function inFolder<T>(use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'ledgerline-soak-disk-'));
  try {
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Holds what a child said against what has to be: the old or the new state, an error that says why, and a clean end. */
function judge(
  what: string,
  lines: readonly Line[],
  codes: readonly string[],
): { stopped: boolean; violations: string[] } {
  const find = (word: string) => lines.find((line) => line.word === word);
  const [second, look, finish] = ['second', 'look', 'finish'].map(find);
  const violations: string[] = [];
  const must = (holds: boolean, text: string) => void (holds || violations.push(`${what}: ${text}`));
  for (const { crash } of lines) must(crash === undefined, `crashed: ${crash}`);
  const stopped = second?.committed === false;
  if (stopped) must(codes.includes(second.code ?? ''), `told as ${second.code}: ${second.message}`);
  const expected = stopped && second.code !== 'SINK_COMMIT_IN_DOUBT' ? 0 : 1;
  must(look?.revision === expected, `revision ${look?.revision} is seen instead of ${expected}`);
  must(
    finish?.committed === true,
    `the next run did not finish: ${finish?.code ?? 'no word of it'} ${finish?.message ?? ''}`,
  );
  for (const problem of finish?.problems ?? []) must(false, problem);
  return { stopped, violations };
}

const canMount = (): boolean =>
  inFolder((folder) => shell(`mount -t tmpfs tmpfs ${quoted([folder])}`, { isolated: true }).status === 0);
const noMount = 'this user may not mount a file system';

/** Small file systems of many sizes: the second commit meets the end of the disk everywhere. */
function smallDisks(format: 'ndjson' | 'parquet', sizesKiB: readonly number[]): RealResult {
  const id = `small-disk-${format}`;
  if (!canMount()) return { id, skipped: noMount, cases: 0, stopped: 0, violations: [] };
  const judged = sizesKiB.map((size) =>
    inFolder((folder) => {
      const lake = `${folder}/lake`;
      const script = [
        `mount -t tmpfs -o size=64m tmpfs ${quoted([folder])}`,
        working(lake, format, 'first'),
        `mount -o remount,size=${size}k ${quoted([folder])}`,
        working(lake, format, 'second', 'look'),
        `mount -o remount,size=64m ${quoted([folder])}`,
        working(lake, format, 'finish'),
      ].join('\n');
      const { lines, errors } = shell(script, { isolated: true });
      // Smaller than what is there already is no size that a disk can be given.
      if (/mount:/.test(errors) && lines.length === 1) return undefined;
      return judge(`${size} KiB`, lines, ['SINK_DISK_FULL', 'SINK_COMMIT_IN_DOUBT']);
    }),
  );
  return summed(
    id,
    judged.filter((one) => one !== undefined),
  );
}

function readOnlyDisk(): RealResult {
  const id = 'read-only-disk';
  if (!canMount()) return { id, skipped: noMount, cases: 0, stopped: 0, violations: [] };
  return inFolder((folder) => {
    const lake = `${folder}/lake`;
    const script = [
      `mount -t tmpfs -o size=64m tmpfs ${quoted([folder])}`,
      working(lake, 'ndjson', 'first'),
      `mount -o remount,ro ${quoted([folder])}`,
      working(lake, 'ndjson', 'second', 'look'),
      `mount -o remount,rw ${quoted([folder])}`,
      working(lake, 'ndjson', 'finish'),
    ].join('\n');
    return summed(id, [judge(id, shell(script, { isolated: true }).lines, ['SINK_NOT_WRITABLE'])]);
  });
}

function readOnlyFolder(): RealResult {
  const id = 'read-only-folder';
  if (process.getuid?.() === 0)
    return { id, skipped: 'the superuser may write to it anyway', cases: 0, stopped: 0, violations: [] };
  return inFolder((folder) => {
    const lake = `${folder}/lake`;
    const script = [
      working(lake, 'ndjson', 'first'),
      `chmod -R a-w ${quoted([lake])}`,
      working(lake, 'ndjson', 'second', 'look'),
      `chmod -R u+w ${quoted([lake])}`,
      working(lake, 'ndjson', 'finish'),
    ].join('\n');
    return summed(id, [judge(id, shell(script).lines, ['SINK_NOT_WRITABLE'])]);
  });
}

/** RLIMIT_FSIZE, in blocks of 512 bytes: what a shell's `ulimit -f` counts in. */
function fileSizeLimits(blocks: readonly number[]): RealResult {
  const judged = blocks.map((limit) =>
    inFolder((folder) => {
      const lake = `${folder}/lake`;
      const script = [
        working(lake, 'ndjson', 'first'),
        `(ulimit -f ${limit}; ${working(lake, 'ndjson', 'second')})`,
        working(lake, 'ndjson', 'look', 'finish'),
      ].join('\n');
      return judge(`${limit} blocks`, shell(script).lines, ['SINK_WRITE_FAILED']);
    }),
  );
  return summed('file-size-limit', judged);
}

/** Every file that the second commit opens is /dev/full in turn: the kernel itself says ENOSPC. */
async function fullDevice(): Promise<RealResult> {
  const id = 'dev-full';
  const [first, second] = revisions;
  if (process.platform !== 'linux' || first === undefined || second === undefined)
    return { id, skipped: 'there is no /dev/full', cases: 0, stopped: 0, violations: [] };
  const judged: { stopped: boolean; violations: string[] }[] = [];
  for (let index = 1; ; index += 7) {
    const path = mkdtempSync(join(tmpdir(), 'ledgerline-soak-disk-'));
    let opened = 0;
    const fs = {
      ...nodeFileSystem,
      openAppend(file: string) {
        opened += 1;
        return opened === index ? { path: file, fd: openSync('/dev/full', 'a') } : nodeFileSystem.openAppend(file);
      },
    };
    try {
      await ingest(await openTestLake({ path, maxPartRows: 40 }), first);
      const lake = await openTestLake({ path, maxPartRows: 40 }, { fs });
      let code: string | undefined;
      try {
        const transaction = await lake.begin(identityOf(second));
        try {
          await stage(transaction, second);
          await transaction.commit(draftOf(second));
        } catch (error) {
          await transaction.suspend();
          throw error;
        }
      } catch (error) {
        code = isLedgerlineError(error) ? error.code : String(error);
      }
      if (opened < index) return summed(id, judged);
      const quiet = await openTestLake({ path, maxPartRows: 40 });
      const violations = code === 'SINK_DISK_FULL' ? [] : [`file ${index}: told as ${code}`];
      if ((await quiet.current(second.report))?.revision !== first.revision)
        violations.push(`file ${index}: committed`);
      await ingest(quiet, second);
      violations.push(...(await problemsOf(quiet)));
      judged.push({ stopped: true, violations });
    } finally {
      rmSync(path, { recursive: true, force: true });
    }
  }
}

function summed(
  id: string,
  judged: readonly { readonly stopped: boolean; readonly violations: readonly string[] }[],
): RealResult {
  return {
    id,
    cases: judged.length,
    stopped: judged.filter(({ stopped }) => stopped).length,
    violations: judged.flatMap(({ violations }) => violations),
  };
}

/** Everything that a real machine can be made to do; `steps` is how many sizes and limits are tried. */
export async function realDisks(steps: number): Promise<readonly RealResult[]> {
  const range = (from: number, to: number) =>
    Array.from({ length: steps }, (_, at) => Math.round(from + ((to - from) * at) / Math.max(1, steps - 1)));
  return [
    smallDisks('ndjson', range(72, 136)),
    smallDisks('parquet', range(72, 184)),
    fileSizeLimits(range(1, 40)),
    readOnlyDisk(),
    readOnlyFolder(),
    await fullDevice(),
  ];
}
