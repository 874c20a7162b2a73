/** The beginning of a document, and all of it once more. Exactly one of `all` and `close` must be used. */
export interface PeekedBytes {
  readonly start: Buffer;
  all(): AsyncGenerator<Uint8Array, void, void>;
  close(): Promise<void>;
}

/** Reads up to so many bytes ahead. */
export async function peekStart(bytes: AsyncIterable<Uint8Array>, wantedBytes: number): Promise<PeekedBytes> {
  const iterator = bytes[Symbol.asyncIterator]();
  const taken: Uint8Array[] = [];
  for (let length = 0; length < wantedBytes; ) {
    const step = await iterator.next();
    if (step.done === true) break;
    taken.push(step.value);
    length += step.value.length;
  }
  const close = async (): Promise<void> => void (await iterator.return?.());
  return {
    start: Buffer.concat(taken).subarray(0, wantedBytes),
    close,
    async *all() {
      try {
        yield* taken;
        for (let step = await iterator.next(); step.done !== true; step = await iterator.next()) yield step.value;
      } finally {
        await close();
      }
    },
  };
}
