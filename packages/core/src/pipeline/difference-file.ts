import { appendFileSync, mkdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type { RowDifference } from '../contracts/equivalence.ts';
import { SinkError } from '../errors/leaves.ts';

/** Units: characters held before they are written. */
const heldLength = 65_536;

/** Differences for people to look at later, one JSON object a line; there is no file when there are none. */
export class DifferenceFile {
  readonly path: string;
  #held = '';
  #isBegun = false;

  constructor(path: string) {
    this.path = path;
  }

  append(difference: RowDifference): void {
    this.#held += `${JSON.stringify(difference)}\n`;
    if (this.#held.length >= heldLength) this.flush();
  }

  flush(): void {
    if (this.#held === '') return;
    try {
      // An earlier comparison of this run is outdated by this one.
      if (!this.#isBegun) rmSync(this.path, { force: true });
      mkdirSync(dirname(this.path), { recursive: true });
      appendFileSync(this.path, this.#held);
    } catch (cause) {
      throw new SinkError(
        `The list of differences ${this.path} cannot be written; check the folder and its free space, then run again. Nothing was committed.`,
        { code: 'STATE_UNAVAILABLE', cause, details: { path: this.path } },
      );
    }
    this.#isBegun = true;
    this.#held = '';
  }
}
