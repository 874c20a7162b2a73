import { cleanHeader, normalHeader } from '../bytes/header-name.ts';
import { PayloadError } from '../errors/leaves.ts';

/** The header of a document, looked up by name. */
export class HeaderNames {
  readonly names: readonly string[];
  readonly #indexes = new Map<string, number>();
  readonly #asWritten = new Map<string, number>();

  /** Errors: PayloadError `HEADER_DUPLICATE` when two columns go by one name; columns without a name cannot be asked for. */
  constructor(names: readonly string[], object: string) {
    this.names = Object.freeze(names.map(cleanHeader));
    for (const [index, name] of names.entries()) {
      const key = normalHeader(name);
      if (key === '') continue;
      if (this.#indexes.has(key)) {
        throw new PayloadError(
          `${object} has two columns named ${JSON.stringify(name)}: which one is meant cannot be told. Ask the DSP, or read the columns by another feed.`,
          { code: 'HEADER_DUPLICATE', details: { object, header: name } },
        );
      }
      this.#indexes.set(key, index);
    }
  }

  /** The column's index, or -1. */
  indexOf(name: string): number {
    const known = this.#asWritten.get(name);
    if (known !== undefined) return known;
    const index = this.#indexes.get(normalHeader(name)) ?? -1;
    // Names come from code, so there are few of them, and a row asks for each every time.
    this.#asWritten.set(name, index);
    return index;
  }
}
