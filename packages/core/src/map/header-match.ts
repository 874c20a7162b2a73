import { normalHeader } from '../bytes/header-name.ts';
import { PayloadError } from '../errors/leaves.ts';

/** The header that is really there, and which of its columns the mapping uses. */
export class HeaderMatch {
  readonly #object: string;
  readonly #header: readonly string[];
  readonly #byName = new Map<string, string>();
  readonly #used = new Set<string>();

  constructor(header: readonly string[], object: string) {
    this.#object = object;
    this.#header = header;
    for (const name of header) if (!this.#byName.has(normalHeader(name))) this.#byName.set(normalHeader(name), name);
  }

  /** The columns asked for so far. */
  get used(): readonly string[] {
    return [...this.#used];
  }

  /**
   * The one of the names that is there; undefined when none is and `optional` is set.
   *
   * Errors: PayloadError `COLUMN_MISSING`, and `COLUMN_AMBIGUOUS` when several are there.
   */
  find(names: readonly string[], optional: boolean, field: string): string | undefined {
    const found = [...new Set(names.flatMap((name) => this.#resolve(name) ?? []))];
    const [first, second] = found;
    if (second !== undefined) {
      const message = `${this.#object} has several columns for ${field}: ${found.join(', ')}. Map each by a rule of its own.`;
      throw new PayloadError(message, { code: 'COLUMN_AMBIGUOUS', details: { object: this.#object, path: field } });
    }
    if (first === undefined && !optional) throw this.missing(names, field);
    if (first !== undefined) this.#used.add(first);
    return first;
  }

  missing(names: readonly string[], field: string): PayloadError {
    const looked = names.map((name) => JSON.stringify(name)).join(' or ');
    const message = `${this.#object} has no column ${looked} for ${field}; it has ${this.#header.join(', ')}. Check that it is a document of this feed, or add the new name to its columns.`;
    return new PayloadError(message, { code: 'COLUMN_MISSING', details: { object: this.#object, path: field } });
  }

  /** Columns that are neither used nor ignored. Order: as in the document. */
  unknown(ignore: readonly string[], alsoUsed: Iterable<string> = []): readonly string[] {
    const known = new Set([...this.#used, ...alsoUsed, ...ignore].map(normalHeader));
    return this.#header.filter((name) => name !== '' && !known.has(normalHeader(name)));
  }

  #resolve(name: string): string | undefined {
    return this.#header.includes(name) ? name : this.#byName.get(normalHeader(name));
  }
}
