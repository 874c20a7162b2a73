import type { FileHandle, FileSystem } from '../src/file-system.ts';

interface FileNode {
  live: Uint8Array;
  /** The bytes that survive a power cut. */
  durable: Uint8Array;
}

interface DirectoryNode {
  readonly live: Map<string, Node>;
  /** The names that survive a power cut. */
  readonly durable: Map<string, Node>;
}

type Node = FileNode | DirectoryNode;

/** One change of names, which a power cut keeps or drops as a whole. */
type Change = readonly { readonly directory: DirectoryNode; readonly name: string; readonly node: Node | undefined }[];

function isDirectory(node: Node | undefined): node is DirectoryNode {
  return node !== undefined && node.live instanceof Map;
}

function isFile(node: Node | undefined): node is FileNode {
  return node !== undefined && !(node.live instanceof Map);
}

function errno(code: string): Error {
  return Object.assign(new Error(code), { code });
}

/**
 * A disk in memory that knows what was flushed.
 *
 * Flushing a file makes its bytes durable but not its name; flushing a directory makes the changes of its names durable, each as a whole.
 * A power cut keeps any of the unflushed changes, in any combination, and of unflushed bytes all, none, or zeros in their place.
 */
export class MemoryDisk implements FileSystem {
  readonly #root: DirectoryNode;
  readonly #handles = new Map<number, FileNode>();
  #changes: Change[] = [];
  #nextFd = 1;
  mostOpen = 0;

  constructor(root: DirectoryNode = { live: new Map(), durable: new Map() }) {
    this.#root = root;
  }

  get openHandles(): number {
    return this.#handles.size;
  }

  openAppend(path: string): FileHandle {
    const { directory, name } = this.#place(path);
    let node = directory.live.get(name);
    if (node === undefined) {
      node = { live: new Uint8Array(), durable: new Uint8Array() };
      this.#change([{ directory, name, node }]);
    }
    return this.#open(path, node);
  }

  openRead(path: string): FileHandle {
    return this.#open(path, this.#find(path));
  }

  write({ fd }: FileHandle, bytes: Uint8Array): void {
    const node = this.#handle(fd);
    const live = new Uint8Array(node.live.length + bytes.length);
    live.set(node.live);
    live.set(bytes, node.live.length);
    node.live = live;
  }

  read({ fd }: FileHandle, buffer: Uint8Array, position: number): number {
    const found = this.#handle(fd).live.subarray(position, position + buffer.length);
    buffer.set(found);
    return found.length;
  }

  async sync({ fd }: FileHandle): Promise<void> {
    const node = this.#handle(fd);
    node.durable = node.live;
  }

  close({ fd }: FileHandle): void {
    if (!this.#handles.delete(fd)) throw errno('EBADF');
  }

  truncate(path: string, bytes: number): void {
    const node = this.#find(path);
    if (!isFile(node)) throw errno('ENOENT');
    node.live = node.live.slice(0, bytes);
  }

  size(path: string): number | undefined {
    const node = this.#find(path);
    return isFile(node) ? node.live.length : undefined;
  }

  list(path: string): { name: string; directory: boolean }[] | undefined {
    const node = this.#find(path);
    if (isFile(node)) throw errno('ENOTDIR');
    return node && [...node.live].map(([name, child]) => ({ name, directory: isDirectory(child) }));
  }

  makeDirectory(path: string): void {
    const { directory, name } = this.#place(path);
    const there = directory.live.get(name);
    if (isFile(there)) throw errno('ENOTDIR');
    if (!there) this.#change([{ directory, name, node: { live: new Map(), durable: new Map() } }]);
  }

  async syncDirectory(path: string): Promise<void> {
    const node = this.#find(path);
    if (!isDirectory(node)) return;
    const [mine, others] = [[] as Change[], [] as Change[]];
    for (const change of this.#changes) (change.some((edit) => edit.directory === node) ? mine : others).push(change);
    for (const change of mine) persist(change);
    this.#changes = others;
  }

  rename(from: string, to: string): void {
    const source = this.#place(from);
    const target = this.#place(to);
    const node = source.directory.live.get(source.name);
    if (node === undefined) throw errno('ENOENT');
    if (target.directory.live.get(target.name) === node) return;
    this.#change([
      { directory: target.directory, name: target.name, node },
      { directory: source.directory, name: source.name, node: undefined },
    ]);
  }

  link(from: string, to: string): boolean {
    const node = this.#find(from);
    const { directory, name } = this.#place(to);
    if (!isFile(node)) throw errno('ENOENT');
    if (directory.live.has(name)) return false;
    this.#change([{ directory, name, node }]);
    return true;
  }

  remove(path: string): void {
    const node = this.#find(path);
    if (isDirectory(node)) throw errno('EISDIR');
    if (node) this.#change([{ ...this.#place(path), node: undefined }]);
  }

  removeDirectory(path: string): boolean {
    const node = this.#find(path);
    if (!isDirectory(node) || node.live.size > 0) return false;
    this.#change([{ ...this.#place(path), node: undefined }]);
    return true;
  }

  /** Every file by path, with its bytes. */
  contents(): Map<string, Uint8Array> {
    const found = new Map<string, Uint8Array>();
    const visit = (node: Node, path: string): void => {
      if (isFile(node)) found.set(path, node.live);
      else for (const [name, child] of node.live) visit(child, `${path}/${name}`);
    };
    visit(this.#root, '');
    return found;
  }

  /** The disk after a power cut now; `draw` gives numbers in [0, 1) and decides what of the unflushed is kept: 0 nothing, 0.99 all. */
  powerCut(draw: () => number): MemoryDisk {
    const kept = new Set(this.#changes.filter(() => draw() >= 0.5));
    const names = new Map<DirectoryNode, Map<string, Node>>();
    const namesOf = (directory: DirectoryNode): Map<string, Node> => {
      const known = names.get(directory) ?? new Map(directory.durable);
      names.set(directory, known);
      return known;
    };
    for (const change of kept)
      for (const { directory, name, node } of change)
        if (node) namesOf(directory).set(name, node);
        else namesOf(directory).delete(name);
    const copies = new Map<Node, Node>();
    const copy = (node: Node): Node => {
      const known = copies.get(node);
      if (known) return known;
      if (isFile(node)) {
        const bytes = survivingBytes(node, draw());
        const file: FileNode = { live: bytes, durable: bytes };
        copies.set(node, file);
        return file;
      }
      const entries = [...namesOf(node)].map(([name, child]) => [name, copy(child)] as const);
      const directory: DirectoryNode = { live: new Map(entries), durable: new Map(entries) };
      copies.set(node, directory);
      return directory;
    };
    const root = copy(this.#root);
    if (!isDirectory(root)) throw new Error('the root is a directory');
    return new MemoryDisk(root);
  }

  #change(change: Change): void {
    for (const { directory, name, node } of change)
      if (node) directory.live.set(name, node);
      else directory.live.delete(name);
    this.#changes.push(change);
  }

  #find(path: string): Node | undefined {
    let node: Node | undefined = this.#root;
    for (const name of path.split('/').filter(Boolean)) {
      if (isFile(node)) throw errno('ENOTDIR');
      node = node?.live.get(name);
    }
    return node;
  }

  #place(path: string): { directory: DirectoryNode; name: string } {
    const cut = path.lastIndexOf('/');
    const directory = this.#find(path.slice(0, cut));
    if (directory === undefined) throw errno('ENOENT');
    if (!isDirectory(directory)) throw errno('ENOTDIR');
    return { directory, name: path.slice(cut + 1) };
  }

  #open(path: string, node: Node | undefined): FileHandle {
    if (!isFile(node)) throw errno(node === undefined ? 'ENOENT' : 'EISDIR');
    const fd = this.#nextFd++;
    this.#handles.set(fd, node);
    this.mostOpen = Math.max(this.mostOpen, this.#handles.size);
    return { path, fd };
  }

  #handle(fd: number): FileNode {
    const node = this.#handles.get(fd);
    if (!node) throw errno('EBADF');
    return node;
  }
}

function persist(change: Change): void {
  for (const { directory, name, node } of change)
    if (node) directory.durable.set(name, node);
    else directory.durable.delete(name);
}

function survivingBytes({ live, durable }: FileNode, drawn: number): Uint8Array {
  if (drawn < 0.5 || live === durable) return durable.slice();
  if (drawn >= 0.75) return live.slice();
  const zeros = new Uint8Array(live.length);
  zeros.set(durable.subarray(0, live.length));
  return zeros;
}
