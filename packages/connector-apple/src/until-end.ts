/** Hands on the end of a generator that a `for await` would drop, and the early break that a bare `next` would not. */
export async function* untilEnd<T, End>(rows: AsyncGenerator<T, End, void>, end: (value: End) => void) {
  end(yield* rows);
}
