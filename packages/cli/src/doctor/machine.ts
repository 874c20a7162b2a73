import { constants } from 'node:fs';
import { access, stat, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname } from 'node:path';
import { createSystemClock } from '@ledgerline/core/runtime';

/** The machine as the doctor sees it. */
export interface Machine {
  readonly nodeVersion: string;
  readonly tmpFolder: string;
  wallMs(): number;
  /** Free bytes where a path lies or would lie; undefined when nobody can tell. */
  freeBytes(path: string): Promise<number | undefined>;
  knowsZone(zone: string): boolean;
  /** What stands at a path. */
  kindOf(path: string): Promise<'folder' | 'file' | 'nothing'>;
  /** Whether this process may write there, or into the nearest folder that is there. */
  mayWrite(path: string): Promise<boolean>;
  /** Permission bits; undefined when nothing is there. */
  modeOf(path: string): Promise<number | undefined>;
}

export function thisMachine(): Machine {
  const clock = createSystemClock();
  const found = (path: string) => stat(path).catch(() => undefined);
  const nearest = async (path: string): Promise<string> => {
    let at = path;
    while ((await found(at)) === undefined && dirname(at) !== at) at = dirname(at);
    return at;
  };
  return {
    nodeVersion: process.versions.node,
    tmpFolder: tmpdir(),
    wallMs: () => clock.wall(),
    async freeBytes(path) {
      const disk = await statfs(await nearest(path)).catch(() => undefined);
      return disk && disk.bavail * disk.bsize;
    },
    knowsZone(zone) {
      try {
        return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
      } catch {
        return false;
      }
    },
    async kindOf(path) {
      const entry = await found(path);
      if (entry === undefined) return 'nothing';
      return entry.isDirectory() ? 'folder' : 'file';
    },
    async mayWrite(path) {
      return await access(await nearest(path), constants.W_OK).then(
        () => true,
        () => false,
      );
    },
    modeOf: async (path) => (await found(path))?.mode,
  };
}
