import { closeSync, mkdirSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { SinkError } from '../errors/leaves.ts';

/** Units: characters of a share held before they are written; all shares together hold some megabytes. */
const heldLength = 16_384;

interface Share {
  held: string;
  /** Where its blocks lie in the file. Units: bytes. */
  readonly blocks: { readonly at: number; readonly length: number }[];
}

/** JSON values in one scratch file, by share and in order; the file has no name once it is open, so that nothing is left of it when the process is killed. */
export class ScratchRows {
  readonly #path: string;
  readonly #shares: readonly Share[];
  #handle: number | undefined;
  #length = 0;

  constructor(path: string, shares = 1) {
    this.#path = path;
    this.#shares = Array.from({ length: shares }, () => ({ held: '', blocks: [] }));
  }

  put(value: unknown, number = 0): void {
    const share = this.#shareOf(number);
    share.held += `${JSON.stringify(value)}\n`;
    if (share.held.length >= heldLength) this.#write(share);
  }

  /** Every value of a share, in the order in which they came. */
  *values(number = 0): Generator<unknown, void, void> {
    const share = this.#shareOf(number);
    for (const { at, length } of share.blocks) yield* parsed(this.#read(at, length));
    yield* parsed(share.held);
  }

  close(): void {
    if (this.#handle === undefined) return;
    closeSync(this.#handle);
    this.#handle = undefined;
    rmSync(this.#path, { force: true });
  }

  #shareOf(number: number): Share {
    const share = this.#shares[number];
    if (!share) throw new RangeError(`share ${number} of ${this.#shares.length}`);
    return share;
  }

  #write(share: Share): void {
    const bytes = Buffer.from(share.held);
    share.held = '';
    this.#guarded(() => {
      this.#handle ??= this.#open();
      for (let at = 0; at < bytes.length; )
        at += writeSync(this.#handle, bytes, at, bytes.length - at, this.#length + at);
    });
    share.blocks.push({ at: this.#length, length: bytes.length });
    this.#length += bytes.length;
  }

  #open(): number {
    mkdirSync(dirname(this.#path), { recursive: true });
    const handle = openSync(this.#path, 'w+');
    try {
      rmSync(this.#path);
    } catch {
      // Where an open file cannot lose its name it does when it is closed.
    }
    return handle;
  }

  #read(at: number, length: number): string {
    const bytes = Buffer.allocUnsafe(length);
    this.#guarded(() => {
      const handle = this.#handle ?? -1;
      for (let read = 0; read < length; ) {
        const more = readSync(handle, bytes, read, length - read, at + read);
        if (more === 0) throw new Error('the file is shorter than what was written');
        read += more;
      }
    });
    return bytes.toString();
  }

  #guarded(act: () => void): void {
    try {
      act();
    } catch (cause) {
      throw new SinkError(
        `The scratch file ${this.#path} cannot be written or read; check the folder and its free space, then run again. Nothing was committed.`,
        { code: 'SPOOL_UNUSABLE', cause, details: { path: this.#path } },
      );
    }
  }
}

function* parsed(text: string): Generator<unknown, void, void> {
  for (const line of text.split('\n')) if (line !== '') yield JSON.parse(line);
}
