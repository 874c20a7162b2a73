import { textHash } from '../bytes/text-hash.ts';
import { ScratchRows } from './scratch-rows.ts';

/** A row as it is compared: its combination of fields, figures in canonical text, and its line. */
export type SpilledRow = readonly [key: string, units: string, amount: string, line: number];

/** Shares of ten million rows are of some forty thousand, few enough to be held. */
const shareCount = 256;

export const shareNumbers: readonly number[] = Array.from({ length: shareCount }, (_, at) => at);

/** Rows of one delivery, spread by their key over shares small enough to be compared in memory one after the other. */
export class RowSpill {
  readonly #rows: ScratchRows;

  constructor(path: string) {
    this.#rows = new ScratchRows(path, shareCount);
  }

  put(row: SpilledRow): void {
    this.#rows.put(row, textHash(row[0]) % shareCount);
  }

  /** The rows of one share; equal keys of any two spills are in shares of one number. */
  *share(number: number): Generator<SpilledRow, void, void> {
    for (const value of this.#rows.values(number)) yield value as SpilledRow;
  }

  close(): void {
    this.#rows.close();
  }
}
