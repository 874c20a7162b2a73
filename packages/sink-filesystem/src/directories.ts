import type { FileSystem } from './file-system.ts';
import { forEachParallel } from './for-each-parallel.ts';
import { parentOf } from './layout.ts';

/** Concurrent flushes; libuv has four threads for them by default. */
const lanes = 8;

/** Creates directories below a root and remembers which ones must be flushed before names in them can be relied on. */
export class Directories {
  readonly #fs: FileSystem;
  readonly #root: string;
  readonly #known = new Set<string>();
  #unflushed = new Set<string>();

  constructor(fs: FileSystem, root: string) {
    this.#fs = fs;
    this.#root = root;
  }

  /**
   * Makes sure that a directory and its ancestors below the root exist.
   *
   * Their parents count as unflushed even if all was there already: whoever created them may have died before flushing.
   */
  ensure(path: string): void {
    if (path === this.#root || this.#known.has(path)) return;
    const parent = parentOf(path);
    this.ensure(parent);
    this.#fs.makeDirectory(path);
    this.#known.add(path);
    this.#unflushed.add(parent);
  }

  /** A name in this directory came or went. */
  touch(path: string): void {
    this.#unflushed.add(path);
  }

  async flush(): Promise<void> {
    const paths = this.#unflushed;
    await forEachParallel(paths, lanes, (path) => this.#fs.syncDirectory(path));
    this.#unflushed = new Set();
  }
}
