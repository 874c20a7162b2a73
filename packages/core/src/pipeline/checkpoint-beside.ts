import type { DeadLetter } from '../contracts/manifest.ts';
import type {
  BatchTransaction,
  BytesTransaction,
  CheckpointState,
  LakeRow,
  SinkTransaction,
} from '../contracts/sink.ts';

/** Letters that wait for a checkpoint before the reading waits, too: a document may be nothing but rejected rows. */
const maxWaiting = 1000;

/** Makes checkpoints durable while the next rows are decoded, mapped and serialised; what has to be told to the transaction meanwhile waits. */
class CheckpointBeside implements SinkTransaction {
  readonly #inner: SinkTransaction;
  #running: Promise<void> | undefined;
  #letters: DeadLetter[] = [];

  constructor(inner: SinkTransaction) {
    this.#inner = inner;
  }

  get resumed(): CheckpointState {
    return this.#inner.resumed as CheckpointState;
  }

  reject(letters: readonly DeadLetter[]): void | Promise<void> {
    if (this.#running === undefined) return this.#inner.reject(letters);
    this.#letters.push(...letters);
    if (this.#letters.length > maxWaiting) return this.#caughtUp();
  }

  /** Resolves when the checkpoint before is durable and this one underway; how it ends is told by the next call. */
  async checkpoint(state: CheckpointState): Promise<void> {
    await this.#caughtUp();
    this.#running = this.#inner.checkpoint(state);
    this.#running.catch(() => undefined);
  }

  async commit(...draft: Parameters<SinkTransaction['commit']>): ReturnType<SinkTransaction['commit']> {
    await this.#caughtUp();
    return this.#inner.commit(...draft);
  }

  /** Letters that still wait belong behind the checkpoint: a resume reads their rows again. */
  async suspend(): Promise<void> {
    await this.#running?.catch(() => undefined);
    await this.#inner.suspend();
  }

  async abandon(): Promise<void> {
    await this.#running?.catch(() => undefined);
    await this.#inner.abandon();
  }

  /** Does something that the transaction must not be asked for during a checkpoint. */
  after(work: () => void | Promise<void>): void | Promise<void> {
    return this.#running === undefined ? work() : this.#caughtUp().then(work);
  }

  /** What is staged, when all of it has reached the transaction. */
  async *rowsOf(rows: NonNullable<SinkTransaction['rows']>): AsyncGenerator<readonly LakeRow[], void, void> {
    await this.#caughtUp();
    yield* rows.call(this.#inner);
  }

  async #caughtUp(): Promise<void> {
    await this.#running;
    this.#running = undefined;
    const letters = this.#letters;
    this.#letters = [];
    if (letters.length > 0) await this.#inner.reject(letters);
  }
}

/** Where the transaction can tell what is staged. */
function readingBack(beside: CheckpointBeside, { rows }: SinkTransaction): Pick<SinkTransaction, 'rows'> {
  return rows === undefined ? {} : { rows: () => beside.rowsOf(rows) };
}

/**
 * The same transaction, whose checkpoints become durable beside what follows.
 *
 * Order: its calls reach the transaction in the order in which they were made and never overlap.
 * Errors: those of a checkpoint are told by the next call that has to wait for it.
 */
export function bytesBeside(inner: BytesTransaction): BytesTransaction {
  const beside = new CheckpointBeside(inner);
  return Object.assign(beside, {
    append: (...rows: Parameters<BytesTransaction['append']>) => beside.after(() => inner.append(...rows)),
    ...readingBack(beside, inner),
  });
}

/** {@link bytesBeside} for sinks that take batches. */
export function batchesBeside(inner: BatchTransaction): BatchTransaction {
  const beside = new CheckpointBeside(inner);
  return Object.assign(beside, {
    write: (...batch: Parameters<BatchTransaction['write']>) => beside.after(() => inner.write(...batch)),
    ...readingBack(beside, inner),
  });
}
