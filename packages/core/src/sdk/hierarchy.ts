import type { Window } from '../contracts/report.ts';
import { CancelledError, PayloadError } from '../errors/leaves.ts';

/** One level of a hierarchical listing. */
export interface HierarchyLevel {
  /** `year`, `month`, `day`, or what the DSP calls it. */
  readonly name: string;
  /** What an entry of this level looks like. */
  readonly pattern: RegExp;
  /** The digits a date level has in an ISO date; absent for levels that are no part of the date. */
  readonly digits?: 2 | 4;
}

/** The levels of a listing by date; entries may come without leading zeros. */
export const dateLevels: readonly HierarchyLevel[] = Object.freeze([
  Object.freeze({ name: 'year', pattern: /^(?:19|20)\d{2}$/, digits: 4 }),
  Object.freeze({ name: 'month', pattern: /^(?:0?[1-9]|1[0-2])$/, digits: 2 }),
  Object.freeze({ name: 'day', pattern: /^(?:0?[1-9]|[12]\d|3[01])$/, digits: 2 }),
]);

/** Options of {@link hierarchy}. Units: `maxEntries` counts entries of one listing. */
export interface HierarchyOptions {
  readonly levels: readonly HierarchyLevel[];
  /** Only what overlaps these days is descended into. */
  readonly window: Window;
  /**
   * Asks the DSP what is below a path (`[]`, `['2026']`, `['2026', '03']` …); `undefined` when there is nothing (yet).
   *
   * Called one after the other, never twice for one path.
   */
  list(path: readonly string[]): Promise<readonly string[] | undefined>;
  /** More entries in one listing than this are taken for a fault. @default 1000 */
  readonly maxEntries?: number;
  /** Stops the walk before the next listing. */
  readonly signal?: AbortSignal;
}

function listingError(path: readonly string[], what: string): PayloadError {
  const where = path.length === 0 ? 'the top listing' : `the listing of ${path.join('/')}`;
  return new PayloadError(
    `In ${where}, ${what}; nothing below it was planned. If the DSP changed its listing, the connector needs an update.`,
    { code: 'LISTING_UNEXPECTED', details: { listing: path.join('/') } },
  );
}

function overlaps(path: readonly string[], levels: readonly HierarchyLevel[], window: Window): boolean {
  const dated = path.filter((_, depth) => levels[depth]?.digits !== undefined).join('-');
  return dated >= window.from.slice(0, dated.length) && dated <= window.to.slice(0, dated.length);
}

/**
 * Walks a listing from level to level and yields the paths of its leaves, ascending.
 *
 * Shape: one segment per level, date segments padded to their ISO form: `['2026', '03', '05', 'DE']`.
 * Errors: PayloadError `LISTING_UNEXPECTED` when an entry does not look like its level (a DSP that ignores the path answers with
 * the level above), is listed twice, or when there are more than `maxEntries`; CancelledError when the signal aborts; whatever `list` throws.
 *
 * @example
 * ```ts
 * const tree = { '': ['2026'], '2026': ['3'], '2026/03': ['9', '10'] };
 * const list = async (path) => tree[path.join('/')];
 * const days = hierarchy({ levels: dateLevels, window: { from: '2026-03-10', to: '2026-03-31' }, list });
 * assert.deepEqual(await Array.fromAsync(days), [['2026', '03', '10']]);
 * ```
 */
export async function* hierarchy(options: HierarchyOptions): AsyncGenerator<readonly string[], void, void> {
  const { levels, window, maxEntries = 1000 } = options;

  async function* descend(path: readonly string[]): AsyncGenerator<readonly string[], void, void> {
    const level = levels[path.length];
    if (level === undefined) {
      yield path;
      return;
    }
    if (options.signal?.aborted) throw new CancelledError();
    const listed = (await options.list(path)) ?? [];
    if (listed.length > maxEntries) throw listingError(path, `there are more than ${maxEntries} entries`);
    const seen = new Set<string>();
    for (const [index, entry] of listed.entries()) {
      if (!level.pattern.test(entry)) throw listingError(path, `entry ${index + 1} is no ${level.name}`);
      const segment = level.digits === undefined ? entry : entry.padStart(level.digits, '0');
      if (seen.has(segment)) throw listingError(path, `the ${level.name} of entry ${index + 1} is listed twice`);
      seen.add(segment);
    }
    for (const segment of [...seen].sort()) {
      const below = [...path, segment];
      if (overlaps(below, levels, window)) yield* descend(below);
    }
  }

  yield* descend([]);
}
