import * as fs from 'node:fs';
import { promisify } from 'node:util';
import type { FileHandle, FileSystem } from './file-system.ts';

const fsync = promisify(fs.fsync);

/** Runs an operation and gives `otherwise` when it fails with one of the codes. */
function unless<T>(codes: readonly string[], otherwise: T, operation: () => T): T {
  try {
    return operation();
  } catch (error) {
    if (error instanceof Error && 'code' in error && codes.includes(String(error.code))) return otherwise;
    throw error;
  }
}

/** The disk of this machine. */
export const nodeFileSystem: FileSystem = Object.freeze({
  openAppend: (path: string) => ({ path, fd: fs.openSync(path, 'a') }),
  openRead: (path: string) => ({ path, fd: fs.openSync(path, 'r') }),
  write({ fd }: FileHandle, bytes: Uint8Array) {
    for (let done = 0; done < bytes.length; ) done += fs.writeSync(fd, bytes, done, bytes.length - done);
  },
  read: ({ fd }: FileHandle, buffer: Uint8Array, position: number) =>
    fs.readSync(fd, buffer, 0, buffer.length, position),
  sync: ({ fd }: FileHandle) => fsync(fd),
  close: ({ fd }: FileHandle) => fs.closeSync(fd),
  truncate: (path: string, bytes: number) => fs.truncateSync(path, bytes),
  size: (path: string) => {
    const found = fs.statSync(path, { throwIfNoEntry: false });
    return found?.isFile() ? found.size : undefined;
  },
  list: (path: string) =>
    unless(['ENOENT'], undefined, () =>
      fs
        .readdirSync(path, { withFileTypes: true })
        .map((entry) => ({ name: entry.name, directory: entry.isDirectory() })),
    ),
  makeDirectory(path: string) {
    const made = unless(['EEXIST'], false, () => {
      fs.mkdirSync(path);
      return true;
    });
    // A file of that name stays an error: nothing could be put below it.
    if (!made && !fs.statSync(path).isDirectory())
      throw Object.assign(new Error('not a directory'), { code: 'ENOTDIR' });
  },
  async syncDirectory(path: string) {
    // Windows has no way to flush a directory; its file systems journal names on their own.
    if (process.platform === 'win32') return;
    const fd = unless(['ENOENT'], undefined, () => fs.openSync(path, 'r'));
    if (fd === undefined) return;
    try {
      await fsync(fd);
    } finally {
      fs.closeSync(fd);
    }
  },
  rename: (from: string, to: string) => fs.renameSync(from, to),
  link: (from: string, to: string) =>
    unless(['EEXIST'], false, () => {
      fs.linkSync(from, to);
      return true;
    }),
  remove: (path: string) => unless(['ENOENT'], undefined, () => fs.unlinkSync(path)),
  removeDirectory: (path: string) =>
    unless(['ENOTEMPTY', 'EEXIST', 'ENOENT'], false, () => {
      fs.rmdirSync(path);
      return true;
    }),
});
