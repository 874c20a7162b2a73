import { type Body, CancelledError, type Clock, type ConnectorContext, type OpenBody } from '@ledgerline/core';
import type SftpClient from 'ssh2-sftp-client';
import type { SftpConfig } from './config.ts';
import type { Drop, DropEntry, ExpectedFile } from './drop.ts';
import { isPlainPath } from './entry.ts';
import { changedError, fileError, outsideError, systemCode } from './file-error.ts';
import { sftpOps } from './policy.ts';
import { fileFault, withSession } from './sftp-session.ts';
import { remotePath, tagOf, walkSftp } from './sftp-walk.ts';
import { StagedFile } from './staged-file.ts';
import { unsettledWhy } from './unsettled-why.ts';

const chunkBytes = 256 * 1024;

export interface SftpHost {
  readonly clock: Clock;
  readonly run: ConnectorContext<unknown>['run'];
}

interface Facts {
  readonly size: number;
  readonly tag: string;
}

/** A failed operation on a file: what is wrong with the file is said of it, a broken connection is left to the engine. */
function explain(path: string, error: unknown): Error {
  const fault = fileFault(error);
  return systemCode(fault) === 'ECONNRESET' ? fault : fileError(path, fault);
}

async function factsOf(client: SftpClient, remote: string, path: string): Promise<Facts> {
  const { size, modifyTime } = await client.stat(remote).catch((error: unknown) => {
    throw explain(path, error);
  });
  return { size, tag: tagOf(size, modifyTime) };
}

function requireSame(path: string, expected: ExpectedFile, found: Facts): void {
  if (expected.size !== undefined && expected.size !== found.size) {
    throw changedError(path, `${expected.size} bytes listed, ${found.size} bytes found`);
  }
  if (expected.tag !== undefined && expected.tag !== found.tag)
    throw changedError(path, 'its time of change is another');
}

/** Appends the bytes from an offset on. */
async function pump(client: SftpClient, remote: string, path: string, staged: StagedFile, end?: number): Promise<void> {
  const range = { start: staged.size, ...(end === undefined ? {} : { end }) };
  const stream = client.createReadStream(remote, { ...range, highWaterMark: chunkBytes });
  // The handle is closed behind the reading; when the session ends before the answer, that is nobody's failure.
  stream.on('error', () => undefined);
  try {
    for await (const chunk of stream as AsyncIterable<Uint8Array>) await staged.append(chunk);
  } catch (error) {
    throw systemCode(error) === 'SPOOL_UNUSABLE' ? error : explain(path, error);
  } finally {
    stream.destroy();
  }
}

/** Creates a drop over a folder of an SFTP host. */
export function createSftpDrop(config: SftpConfig, { clock, run }: SftpHost): Drop {
  const { host, path: root = '/', minAgeMs = 60_000, lookAgainMs = 5_000 } = config;

  function look(prefix: string): Promise<readonly DropEntry[]> {
    return run(sftpOps.list, (signal) => withSession(config, signal, (client) => walkSftp(client, root, prefix)));
  }

  function settled(entry: DropEntry, before: ReadonlyMap<string, string> | undefined): DropEntry {
    if (entry.state !== 'ready') return entry;
    const steady = before === undefined || before.get(entry.path) === entry.tag;
    if (!steady) return { ...entry, state: 'not-yet', why: 'it changed between two looks' };
    const why = unsettledWhy(entry.modifiedMs, minAgeMs, clock.wall());
    return why === undefined ? entry : { ...entry, state: 'not-yet', why };
  }

  async function* list(prefix = ''): AsyncGenerator<DropEntry, void, void> {
    let before: ReadonlyMap<string, string> | undefined;
    let entries = await look(prefix);
    if (lookAgainMs > 0 && entries.length > 0) {
      before = new Map(entries.map(({ path, tag }) => [path, tag]));
      // Between two sessions, so that nobody waits for a permit meanwhile.
      await clock.sleepUntil(clock.mono() + lookAgainMs);
      entries = await look(prefix);
    }
    for (const entry of entries) yield Object.freeze(settled(entry, before));
  }

  /** Brings the whole file over; a session that breaks off is resumed as long as size and time stay the same. */
  async function fetchInto(staged: StagedFile, path: string, expected: ExpectedFile): Promise<Facts> {
    const remote = remotePath(root, path);
    let known: Facts | undefined;
    let last: Promise<void> | undefined;
    return run(sftpOps.download, (signal) =>
      withSession(config, signal, async (client) => {
        // What a broken session still had in hand is written before its successor counts the bytes.
        await last?.catch(() => undefined);
        const facts = await factsOf(client, remote, path);
        requireSame(path, expected, facts);
        if (known !== undefined && known.tag !== facts.tag) await staged.restart();
        known = facts;
        if (staged.size < facts.size) {
          last = pump(client, remote, path, staged);
          await last;
        }
        requireSame(path, facts, await factsOf(client, remote, path));
        if (staged.size < facts.size) throw explain(path, undefined);
        return facts;
      }),
    );
  }

  async function* open(path: string, signal?: AbortSignal): AsyncGenerator<Uint8Array, void, void> {
    if (!isPlainPath(path)) throw outsideError(path);
    const staged = await StagedFile.create(path);
    const remote = remotePath(root, path);
    try {
      // The head alone first: a look into a file must not cost the whole of it.
      const facts = await run(sftpOps.read, (stop) =>
        withSession(config, stop, async (client) => {
          await staged.restart();
          const found = await factsOf(client, remote, path);
          if (found.size > 0) await pump(client, remote, path, staged, Math.min(chunkBytes, found.size) - 1);
          return found;
        }),
      );
      const headBytes = staged.size;
      yield* staged.stream(signal);
      if (headBytes >= facts.size) return;
      await fetchInto(staged, path, facts);
      yield* staged.stream(signal, headBytes);
    } finally {
      await staged.close();
    }
  }

  function body(path: string, expected: ExpectedFile = {}): Body {
    return Object.freeze({
      object: path,
      async *open({ signal, observer }: OpenBody) {
        if (signal.aborted) throw new CancelledError();
        if (!isPlainPath(path)) throw outsideError(path);
        const staged = await StagedFile.create(path);
        try {
          const { size } = await fetchInto(staged, path, expected);
          const holds = staged.size === size;
          observer.evidence({ kind: 'file-size', holds, detail: `${staged.size} of ${size} bytes` });
          if (!holds) throw changedError(path, `${size} bytes listed, ${staged.size} bytes read`);
          yield* staged.stream(signal);
        } finally {
          await staged.close();
        }
      },
    });
  }

  return Object.freeze({ name: `sftp ${host}${remotePath(root, '')}`, list, open, body });
}
