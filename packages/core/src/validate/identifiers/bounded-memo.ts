/**
 * Remembers the results of a pure function of a text, at most `limit` of them; when full it forgets all and starts over.
 *
 * Reports repeat the same few texts thousands of times, so the cost of a row is a map lookup; starting over keeps memory flat without bookkeeping.
 */
export function boundedMemo<Result>(limit: number, compute: (text: string) => Result): (text: string) => Result {
  const known = new Map<string, Result>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const result = compute(text);
    if (known.size >= limit) known.clear();
    known.set(text, result);
    return result;
  };
}
