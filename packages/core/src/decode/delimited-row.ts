import { wordsOf } from '../bytes/words.ts';
import type { Row } from '../contracts/batch.ts';
import { PayloadError } from '../errors/leaves.ts';
import { cellBounds, withSingleQuotes } from './delimited-cells.ts';
import type { DelimitedLayout } from './delimited-layout.ts';
import { ShortTexts } from './short-texts.ts';
import { strictDecimal, strictInteger } from './strict-cells.ts';

/** The cells of the row that was looked at last; shared by the rows of a document, for they are looked at one after the other. */
export class FoundCells {
  row: Row | undefined;
  count = 0;
  readonly bounds: number[] = [];
  readonly texts = new ShortTexts();
  #bytes: Uint8Array | undefined;
  #words: DataView = new DataView(new ArrayBuffer(0));

  /** The bytes of a batch as words. */
  wordsOf(bytes: Uint8Array): DataView {
    if (this.#bytes !== bytes) {
      this.#bytes = bytes;
      this.#words = wordsOf(bytes);
    }
    return this.#words;
  }
}

/** A row that finds its cells when the first is asked for, and makes the text of each when that one is. */
export class DelimitedRow implements Row {
  readonly #bytes: Buffer;
  readonly #start: number;
  readonly #end: number;
  readonly #layout: DelimitedLayout;
  readonly #found: FoundCells;

  constructor(bytes: Buffer, start: number, end: number, layout: DelimitedLayout, found: FoundCells) {
    this.#bytes = bytes;
    this.#start = start;
    this.#end = end;
    this.#layout = layout;
    this.#found = found;
  }

  get(header: string): string | undefined {
    const { names, request } = this.#layout;
    const index = names.indexOf(header);
    if (index >= 0) return this.#text(index);
    throw new PayloadError(
      `${request.object} has no column named ${header}; it has: ${names.names.join(', ')}. Check that the document is of this feed, or add the new name.`,
      { code: 'COLUMN_MISSING', details: { object: request.object, header } },
    );
  }

  int(header: string): string {
    return strictInteger(header, this.get(header));
  }

  decimal(header: string): string {
    return strictDecimal(header, this.get(header));
  }

  toObject(): Record<string, string | undefined> {
    return Object.fromEntries(this.#layout.names.names.map((name, index) => [name, this.#text(index)]));
  }

  #text(index: number): string | undefined {
    const { dialect } = this.#layout;
    const found = this.#found;
    const { bounds } = found;
    if (found.row !== this) {
      found.row = this;
      found.count = cellBounds(this.#bytes, this.#start, this.#end, dialect, bounds);
    }
    if (index >= found.count) return undefined;
    const words = found.wordsOf(this.#bytes);
    const text = found.texts.of(this.#bytes, words, bounds[index * 3]!, bounds[index * 3 + 1]!);
    return bounds[index * 3 + 2] === 1 ? withSingleQuotes(text, dialect.quote) : text;
  }
}
