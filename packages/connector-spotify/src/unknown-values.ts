import type { ReadObserver, RowBatch, RowSource, SourceEnd } from '@ledgerline/core';

/** After so many different values one finding says that there are more. */
const maxValues = 20;

/** Notes the values of one column that are not known; memory is bounded. */
function createWatch(object: string, header: string, known: ReadonlySet<string>, observer: ReadObserver) {
  const unknown = new Set<string>();
  return (batch: RowBatch): void => {
    const { bytes, start, end } = batch.column(header);
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let row = 0; row < batch.length && unknown.size <= maxValues; row += 1) {
      const from = start[row] ?? -1;
      if (from < 0) continue;
      const value = text.toString('utf8', from, end[row]);
      if (known.has(value) || unknown.has(value)) continue;
      unknown.add(value);
      const shown = unknown.size > maxValues ? 'further values' : JSON.stringify(value.slice(0, 40));
      observer.finding(
        'UNKNOWN_VALUE',
        `${object}: ${shown} in "${header}" is not known to this connector; the rows were read all the same.`,
      );
    }
  };
}

/**
 * The same rows, with a finding for every value of a column that is not among the known ones.
 *
 * Rows pass unchanged; values beyond the twentieth are reported as one.
 */
export function reportUnknownValues(source: RowSource, header: string, known: ReadonlySet<string>): RowSource {
  return {
    ...source,
    async *open(request): AsyncGenerator<RowBatch, SourceEnd, void> {
      const watch = createWatch(source.object, header, known, request.observer);
      let bound = false;
      const rows = source.open({
        ...request,
        bind(headers) {
          bound = headers.includes(header);
          const wanted = request.bind(headers);
          return bound && !wanted.includes(header) ? [...wanted, header] : wanted;
        },
      });
      const { promise: ended, resolve: end } = Promise.withResolvers<SourceEnd>();
      for await (const batch of untilEnd(rows, end)) {
        if (bound) watch(batch);
        yield batch;
      }
      return ended;
    },
  };
}

/** Hands on the end of a generator that a `for await` would drop, and the early break that it would not. */
async function* untilEnd<T, End>(rows: AsyncGenerator<T, End, void>, end: (value: End) => void) {
  end(yield* rows);
}
