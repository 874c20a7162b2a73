import { createHash } from 'node:crypto';

/** A file that both transports show. Units: `modifiedMs` epoch milliseconds. */
export interface FakeFile {
  readonly bytes: Uint8Array;
  readonly modifiedMs: number;
  /** Without quotes. */
  readonly etag: string;
  readonly storageClass: string;
}

export interface PutOptions {
  readonly modifiedMs?: number;
  /** As an upload in so many parts: the ETag is then no digest of the content. */
  readonly parts?: number;
  readonly storageClass?: string;
}

/** Files by path, shared by a fake bucket and a fake SFTP host. */
export interface FakeTree {
  readonly files: ReadonlyMap<string, FakeFile>;
  put(path: string, content: Uint8Array | string, options?: PutOptions): void;
  /** Changes the time, and the ETag as an upload in parts would, but not the content. */
  touch(path: string, modifiedMs: number): void;
  remove(path: string): void;
}

function etagOf(bytes: Uint8Array, parts: number | undefined): string {
  const digest = createHash('md5').update(bytes).digest();
  if (parts === undefined) return digest.toString('hex');
  return `${createHash('md5').update(digest).update(String(parts)).digest('hex')}-${parts}`;
}

/** Creates a tree; times are whole seconds, since SFTP knows no others. @default files are of 2026-08-01T00:00:00Z */
export function createFakeTree(contents: Readonly<Record<string, Uint8Array | string>> = {}): FakeTree {
  const files = new Map<string, FakeFile>();
  const tree: FakeTree = {
    files,
    put(path, content, { modifiedMs = Date.UTC(2026, 7, 1), parts, storageClass = 'STANDARD' } = {}) {
      const bytes = typeof content === 'string' ? Buffer.from(content) : content;
      const wholeSecond = modifiedMs - (modifiedMs % 1000);
      files.set(path, { bytes, modifiedMs: wholeSecond, etag: etagOf(bytes, parts), storageClass });
    },
    touch(path, modifiedMs) {
      const file = files.get(path);
      if (file === undefined) throw new Error(`${path} is not in the tree`);
      tree.put(path, file.bytes, { modifiedMs, parts: (modifiedMs / 1000) % 1000 });
    },
    remove: (path) => void files.delete(path),
  };
  for (const [path, content] of Object.entries(contents)) tree.put(path, content);
  return tree;
}
