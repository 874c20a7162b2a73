import { PayloadError } from '../errors/leaves.ts';
import { Fingerprints } from './fingerprints.ts';

/** Where a listing by time stopped; plain data, to be kept between runs. Units: epoch ms. */
export interface RangeCursor {
  readonly atMs: number;
  /** Items that the next listing shows again, since its range begins before `atMs`. */
  readonly seen: readonly string[];
}

/** Options of {@link closedRange}. Units: epoch ms, ms, items. */
export interface ClosedRangeOptions<Item> {
  /** Where the last listing stopped; absent for the first. */
  readonly cursor?: RangeCursor | undefined;
  /** Where the first listing begins. */
  readonly startMs: number;
  readonly nowMs: number;
  /** How late an item may become visible after its own time; ranges overlap by this much. */
  readonly overlapMs: number;
  /** Everything from an instant on, that instant included, in any order. */
  list(fromMs: number): AsyncIterable<Item> | Iterable<Item>;
  /** The time that the DSP's filter goes by; finer than a millisecond is rounded down. */
  at(item: Item): number;
  id(item: Item): string;
  /** More items than this within the overlap are an error: the cursor would not fit where cursors are kept. @default 100_000 */
  readonly maxSeen?: number;
}

function tooWide(count: number, overlapMs: number): PayloadError {
  return new PayloadError(
    `There are ${count} items within the last ${overlapMs} ms of the listing, more than a cursor may hold; shorten the overlap or raise maxSeen.`,
    { code: 'CURSOR_TOO_WIDE', disposition: 'abort', details: { count, overlapMs } },
  );
}

/**
 * Lists what is new by time where the DSP's `from` is inclusive and items may appear late: ranges overlap, and what the overlap shows again is
 * left out by its id.
 *
 * Shape: yields items, returns the cursor for the next listing; who stops early gets none, and lists the same again.
 * Order: as listed. Memory: ids of the overlap, 8 to 32 bytes for each other item.
 * Errors: PayloadError `CURSOR_TOO_WIDE` beyond `maxSeen`, or when an item has no time; whatever `list` throws.
 *
 * @example
 * ```ts
 * const reports = [{ id: 'a', ms: 1_000 }, { id: 'b', ms: 2_000 }, { id: 'c', ms: 2_000 }];
 * const options = { startMs: 0, nowMs: 9_000, overlapMs: 500, at: ({ ms }) => ms, id: ({ id }) => id };
 * const list = (known) => (fromMs) => known.filter(({ ms }) => ms >= fromMs);
 * const first = closedRange({ ...options, list: list(reports.slice(0, 2)) });
 * assert.deepEqual([(await first.next()).value.id, (await first.next()).value.id], ['a', 'b']);
 * const { value: cursor } = await first.next();
 * assert.deepEqual(cursor, { atMs: 2_000, seen: ['b'] });
 * assert.equal((await closedRange({ ...options, list: list(reports), cursor }).next()).value.id, 'c');
 * ```
 */
export async function* closedRange<Item>(options: ClosedRangeOptions<Item>): AsyncGenerator<Item, RangeCursor, void> {
  const { cursor, startMs, nowMs, overlapMs, maxSeen = 100_000 } = options;
  const fromMs = cursor === undefined ? startMs : cursor.atMs - overlapMs;
  const before = new Set(cursor?.seen);
  const listed = new Fingerprints();
  const recent = new RecentIds(cursor?.atMs ?? startMs, overlapMs, maxSeen);
  for await (const item of options.list(fromMs)) {
    const atMs = Math.floor(options.at(item));
    if (Number.isNaN(atMs)) throw noTime();
    const id = options.id(item);
    // A DSP that takes no notice of the range shows what was settled long ago.
    if (atMs < fromMs || !listed.add(id)) continue;
    // A time to come must not carry the range away from what is made meanwhile.
    recent.add(id, atMs, Math.min(atMs, nowMs));
    if (!before.has(id)) yield item;
  }
  return recent.cursor();
}

function noTime(): PayloadError {
  return new PayloadError('An item of the listing has no time that can be read; the DSP changed its format.', {
    code: 'LISTING_UNEXPECTED',
    disposition: 'abort',
  });
}

/** The ids of the newest stretch, whose end is known only when all have come. */
class RecentIds {
  readonly #ids = new Map<string, number>();
  readonly #overlapMs: number;
  readonly #maxSeen: number;
  #newestMs: number;

  constructor(newestMs: number, overlapMs: number, maxSeen: number) {
    this.#newestMs = newestMs;
    this.#overlapMs = overlapMs;
    this.#maxSeen = maxSeen;
  }

  add(id: string, atMs: number, reachedMs: number): void {
    this.#newestMs = Math.max(this.#newestMs, reachedMs);
    if (atMs < this.#newestMs - this.#overlapMs) return;
    this.#ids.set(id, atMs);
    if (this.#ids.size > this.#maxSeen) this.#prune();
    if (this.#ids.size > this.#maxSeen) throw tooWide(this.#ids.size, this.#overlapMs);
  }

  #prune(): void {
    for (const [id, atMs] of this.#ids) if (atMs < this.#newestMs - this.#overlapMs) this.#ids.delete(id);
  }

  cursor(): RangeCursor {
    this.#prune();
    return Object.freeze({ atMs: this.#newestMs, seen: Object.freeze([...this.#ids.keys()].sort()) });
  }
}
