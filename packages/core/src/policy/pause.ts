/** What one stage of a call runs: everything inside it. */
export type Inner<R> = (context: { signal: AbortSignal }) => PromiseLike<R> | R;

/** Thrown from the gate stage to the retry stage: the call asks the gate again after this wait. */
export class Pause {
  readonly wait: Promise<void> | undefined;

  constructor(wait: Promise<void> | undefined) {
    this.wait = wait;
  }
}
