import type { Logger } from '../contracts/logger.ts';
import type { DeadLetter } from '../contracts/manifest.ts';

/** Rejected rows of one report that have a log line of their own; a flood of them must not flood the log. */
const loggedRows = 20;

/** Logs the first rejected rows of a report one by one, and all of them as a count. */
export class RejectionLog {
  readonly #log: Logger;
  readonly #codes = new Map<string, number>();
  #rejected = 0;

  constructor(log: Logger) {
    this.#log = log;
  }

  take(letters: readonly DeadLetter[]): void {
    for (const { stage, code, path, source } of letters.slice(0, Math.max(0, loggedRows - this.#rejected)))
      this.#log.info('row.rejected', { line: source.line, code, path, stage });
    for (const { code } of letters) this.#codes.set(code, (this.#codes.get(code) ?? 0) + 1);
    this.#rejected += letters.length;
  }

  /** Says how many there were; nothing when there were none. */
  end(): void {
    if (this.#rejected === 0) return;
    const logged = Math.min(loggedRows, this.#rejected);
    const codes = [...this.#codes].map(([code, count]) => `${code}=${count}`).join(' ');
    this.#log.warn('rows.rejected', { rejected: this.#rejected, logged, untold: this.#rejected - logged, codes });
    this.#rejected = 0;
    this.#codes.clear();
  }
}
