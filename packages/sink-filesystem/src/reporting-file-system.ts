import type { FileHandle, FileSystem } from './file-system.ts';
import { sinkFailure } from './sink-failure.ts';

/** Wraps a file system so that every failure leaves as a SinkError naming the operation and the path. */
export function reportingFileSystem(inner: FileSystem): FileSystem {
  const said = <T>(what: string, path: string, operation: () => T): T => {
    try {
      return operation();
    } catch (error) {
      throw sinkFailure(error, what, path);
    }
  };
  const told = async (what: string, path: string, operation: () => Promise<void>): Promise<void> => {
    try {
      await operation();
    } catch (error) {
      throw sinkFailure(error, what, path);
    }
  };
  return {
    openAppend: (path) => said('open for writing', path, () => inner.openAppend(path)),
    openRead: (path) => said('open', path, () => inner.openRead(path)),
    write: (handle: FileHandle, bytes) => said('write to', handle.path, () => inner.write(handle, bytes)),
    read: (handle, buffer, position) => said('read', handle.path, () => inner.read(handle, buffer, position)),
    sync: (handle) => told('flush', handle.path, () => inner.sync(handle)),
    close: (handle) => said('close', handle.path, () => inner.close(handle)),
    truncate: (path, bytes) => said('truncate', path, () => inner.truncate(path, bytes)),
    size: (path) => said('look at', path, () => inner.size(path)),
    list: (path) => said('list', path, () => inner.list(path)),
    makeDirectory: (path) => said('create directory', path, () => inner.makeDirectory(path)),
    syncDirectory: (path) => told('flush directory', path, () => inner.syncDirectory(path)),
    rename: (from, to) => said('move a file to', to, () => inner.rename(from, to)),
    link: (from, to) => said('publish', to, () => inner.link(from, to)),
    remove: (path) => said('remove', path, () => inner.remove(path)),
    removeDirectory: (path) => said('remove directory', path, () => inner.removeDirectory(path)),
  };
}
