import {
  type ClaimedTotals,
  type Evidence,
  isLedgerlineError,
  PayloadError,
  type ReadObserver,
  type RowBatch,
  type RowSource,
  type Severity,
  type SourceEnd,
} from '@ledgerline/core';
import { untilEnd } from './until-end.ts';

/** Looks at the first rows of a document before any of it is handed on. */
export interface FirstLook {
  /** Headers it needs, of those that are there. */
  readonly needs: (header: readonly string[]) => readonly string[];
  /** Throws a {@link wrongReport} when this is another document than was asked for. */
  readonly check: (batch: RowBatch, observer: ReadObserver) => void;
}

/** The DSP sent another report than was asked for. Source: a wrong weekly report under a correct request has been observed. */
export function wrongReport(object: string, wanted: string, found: string): PayloadError {
  return new PayloadError(
    `${object} should be about ${wanted}, what Apple sent is about ${found}; nothing of it is kept, it is asked for again.`,
    { code: 'WRONG_REPORT', disposition: 'retry', details: { object, wanted, found } },
  );
}

/** Reading the same report once more may mend these. */
const mendable: ReadonlySet<string> = new Set(['WRONG_REPORT', 'GZIP_TRUNCATED', 'GZIP_CORRUPT']);

const readings = 2;

/** Keeps what a reading says about itself until the document is known to be the right one. */
class HeldObserver implements ReadObserver {
  readonly #target: ReadObserver;
  #held: ((target: ReadObserver) => void)[] | undefined = [];

  constructor(target: ReadObserver) {
    this.#target = target;
  }

  get released(): boolean {
    return this.#held === undefined;
  }

  release(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const say of held) say(this.#target);
  }

  #say(say: (target: ReadObserver) => void): void {
    if (this.#held === undefined) say(this.#target);
    else this.#held.push(say);
  }

  evidence(item: Evidence): void {
    this.#say((target) => target.evidence(item));
  }

  claim(totals: ClaimedTotals): void {
    this.#say((target) => target.claim(totals));
  }

  finding(code: string, message: string, severity?: Severity): void {
    this.#say((target) => target.finding(code, message, severity));
  }
}

/** The same rows, after a look at the first of them; a wrong or broken document is asked for a second time before it fails. */
export function secondChance(source: RowSource, look?: FirstLook): RowSource {
  return {
    ...source,
    async *open(request): AsyncGenerator<RowBatch, SourceEnd, void> {
      for (let reading = 1; ; reading += 1) {
        const held = new HeldObserver(request.observer);
        const rows = source.open({
          ...request,
          observer: held,
          bind(header) {
            const wanted = request.bind(header);
            return [...new Set([...wanted, ...(look?.needs(header) ?? [])])];
          },
        });
        try {
          return yield* firstLook(rows, held, look);
        } catch (error) {
          const again = isLedgerlineError(error) && mendable.has(error.code) && reading < readings;
          if (held.released || !again) throw error;
        }
      }
    },
  };
}

async function* firstLook(
  rows: AsyncGenerator<RowBatch, SourceEnd, void>,
  held: HeldObserver,
  look: FirstLook | undefined,
) {
  const { promise: ended, resolve: end } = Promise.withResolvers<SourceEnd>();
  for await (const batch of untilEnd(rows, end)) {
    if (!held.released) {
      look?.check(batch, held);
      held.release();
    }
    yield batch;
  }
  held.release();
  return ended;
}
