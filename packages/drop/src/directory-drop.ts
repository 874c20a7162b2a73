import { open, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Body, CancelledError, type Clock, isLedgerlineError } from '@ledgerline/core';
import type { DirectoryConfig } from './config.ts';
import type { Drop, DropEntry, ExpectedFile } from './drop.ts';
import { refusedEntry } from './entry.ts';
import { changedError, fileError, rootError, systemCode } from './file-error.ts';
import { isInside, resolveInside } from './inside-root.ts';
import { unsettledWhy } from './unsettled-why.ts';
import { type Found, walk } from './walk.ts';

/** Larger chunks than the stream default: fewer hops, and gunzip is twice as fast. */
const chunkBytes = 512 * 1024;

interface Facts {
  readonly size: number;
  readonly modifiedMs: number;
  readonly tag: string;
}

async function factsOf(file: string): Promise<Facts | undefined> {
  const stats = await stat(file, { bigint: true });
  if (!stats.isFile()) return undefined;
  return {
    size: Number(stats.size),
    modifiedMs: Number(stats.mtimeMs),
    tag: `${stats.size}-${stats.mtimeNs}`,
  };
}

/** Creates a drop over a folder of this machine. */
export function createDirectoryDrop(config: DirectoryConfig, clock: Clock): Drop {
  const { path: root, minAgeMs = 0 } = config;

  async function describe(found: Found, realRoot: string): Promise<DropEntry | undefined> {
    const { path } = found;
    try {
      if (found.link) {
        const target = await realpath(join(root, path));
        if (!isInside(realRoot, target))
          return refusedEntry(path, 'the link leaves the drop; put the file itself there');
      } else if (!found.regular) {
        return refusedEntry(path, 'it is not a regular file');
      }
      const facts = await factsOf(join(root, path));
      if (facts === undefined)
        return refusedEntry(path, 'links to folders are not followed; name the folder as the drop');
      const why = unsettledWhy(facts.modifiedMs, minAgeMs, clock.wall());
      return why === undefined ? { path, ...facts, state: 'ready' } : { path, ...facts, state: 'not-yet', why };
    } catch (error) {
      if (systemCode(error) === 'ENOENT') {
        return found.link ? refusedEntry(path, 'the link leads nowhere; remove it or mend it') : undefined;
      }
      return refusedEntry(
        path,
        `the system answered ${systemCode(error) ?? 'an unknown error'}; check its permissions`,
      );
    }
  }

  async function* list(prefix = ''): AsyncGenerator<DropEntry, void, void> {
    const realRoot = await realpath(root).catch((error: unknown) => {
      throw rootError(root, error);
    });
    for await (const found of walk(root, prefix)) {
      const entry = await describe(found, realRoot);
      if (entry !== undefined) yield Object.freeze(entry);
    }
  }

  async function* read(path: string, signal?: AbortSignal): AsyncGenerator<Uint8Array, void, void> {
    await using file = await open(await resolveInside(root, path), 'r');
    for (;;) {
      if (signal?.aborted) throw new CancelledError();
      const chunk = Buffer.allocUnsafeSlow(chunkBytes);
      let filled = 0;
      while (filled < chunkBytes) {
        const { bytesRead } = await file.read(chunk, filled, chunkBytes - filled);
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      if (filled > 0) yield chunk.subarray(0, filled);
      if (filled < chunkBytes) return;
    }
  }

  async function* bytesOf(path: string, signal?: AbortSignal): AsyncGenerator<Uint8Array, void, void> {
    try {
      yield* read(path, signal);
    } catch (error) {
      throw isLedgerlineError(error) ? error : fileError(path, error);
    }
  }

  async function check(path: string, expected: ExpectedFile): Promise<number> {
    const facts = await resolveInside(root, path)
      .then(factsOf)
      .catch((error: unknown) => {
        throw isLedgerlineError(error) ? error : fileError(path, error);
      });
    if (facts === undefined) throw fileError(path, undefined);
    if (expected.size !== undefined && expected.size !== facts.size) {
      throw changedError(path, `${expected.size} bytes listed, ${facts.size} bytes found`);
    }
    if (expected.tag !== undefined && expected.tag !== facts.tag) {
      throw changedError(path, 'its time of change is another');
    }
    return facts.size;
  }

  function body(path: string, expected: ExpectedFile = {}): Body {
    return Object.freeze({
      object: path,
      async *open({ signal, observer }: Parameters<Body['open']>[0]) {
        const size = await check(path, expected);
        let readBytes = 0;
        for await (const chunk of bytesOf(path, signal)) {
          readBytes += chunk.byteLength;
          yield chunk;
        }
        const holds = readBytes === size;
        observer.evidence({ kind: 'file-size', holds, detail: `${readBytes} of ${size} bytes` });
        if (!holds) throw changedError(path, `${size} bytes listed, ${readBytes} bytes read`);
      },
    });
  }

  return Object.freeze({ name: `directory ${root}`, list, open: bytesOf, body });
}
