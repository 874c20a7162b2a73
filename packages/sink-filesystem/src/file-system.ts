/** An open file; `path` is kept for messages. */
export interface FileHandle {
  readonly path: string;
  readonly fd: number;
}

export interface Entry {
  readonly name: string;
  readonly directory: boolean;
}

/**
 * Every operation the lake performs on a disk; the seam at which tests inject faults and power cuts.
 *
 * Paths are absolute and `/`-separated. Operations are synchronous where the kernel answers from memory and asynchronous where it waits
 * for the device. An absent file is an answer, not an error, wherever the return type has room for it.
 */
export interface FileSystem {
  /** Opens for writing at the end; creates the file when it is absent. */
  openAppend(path: string): FileHandle;
  openRead(path: string): FileHandle;
  /** Writes all bytes or throws. */
  write(handle: FileHandle, bytes: Uint8Array): void;
  /** Fills the buffer from `position` on; returns how many bytes there were, 0 at the end. */
  read(handle: FileHandle, buffer: Uint8Array, position: number): number;
  /** Resolves when the file's bytes are on the device. */
  sync(handle: FileHandle): Promise<void>;
  close(handle: FileHandle): void;
  truncate(path: string, bytes: number): void;
  /** The file's length in bytes; undefined when there is none. */
  size(path: string): number | undefined;
  /** Names in a directory, in any order; undefined when there is none. */
  list(path: string): readonly Entry[] | undefined;
  /** Creates one directory below an existing one; nothing happens when it exists. */
  makeDirectory(path: string): void;
  /** Resolves when the names in a directory are on the device; a directory that is absent is passed over. */
  syncDirectory(path: string): Promise<void>;
  /** Replaces `to` when it exists. */
  rename(from: string, to: string): void;
  /** Gives a file a second name; false when that name is taken. */
  link(from: string, to: string): boolean;
  /** Removes a file; nothing happens when it is absent. */
  remove(path: string): void;
  /** Removes an empty directory; false when it is not empty or absent. */
  removeDirectory(path: string): boolean;
}
