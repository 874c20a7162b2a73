import type { FileHandle, FileSystem } from './file-system.ts';

/** Files open for appending, at most so many; the one unused for longest makes room. */
export class OpenFiles {
  readonly #fs: FileSystem;
  readonly #maxOpen: number;
  /** In order of use, oldest first. */
  readonly #open = new Map<string, FileHandle>();

  constructor(fs: FileSystem, maxOpen: number) {
    this.#fs = fs;
    this.#maxOpen = maxOpen;
  }

  get(path: string): FileHandle {
    const held = this.#open.get(path);
    if (held) {
      this.#open.delete(path);
      this.#open.set(path, held);
      return held;
    }
    const [oldest] = this.#open.keys();
    if (oldest !== undefined && this.#open.size >= this.#maxOpen) this.close(oldest);
    const opened = this.#fs.openAppend(path);
    this.#open.set(path, opened);
    return opened;
  }

  /** Flushes one file, open or not. */
  async sync(path: string): Promise<void> {
    const held = this.#open.get(path);
    if (held) return this.#fs.sync(held);
    const opened = this.#fs.openAppend(path);
    try {
      await this.#fs.sync(opened);
    } finally {
      this.#fs.close(opened);
    }
  }

  close(path: string): void {
    const held = this.#open.get(path);
    if (!held) return;
    this.#open.delete(path);
    this.#fs.close(held);
  }

  /** Closes all, then throws the first failure. */
  closeAll(): void {
    const failures: unknown[] = [];
    for (const path of [...this.#open.keys()]) {
      try {
        this.close(path);
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  }
}
