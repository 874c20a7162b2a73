import { mkdirSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Audit, AuditRecord } from '../contracts/audit.ts';
import type { JsonObject } from '../contracts/json.ts';
import { SinkError } from '../errors/leaves.ts';
import type { Clock } from '../time/clock.ts';
import { AuditChain, type Clean } from './audit-chain.ts';
import { readAuditEnd } from './audit-end.ts';

export interface AuditLogOptions {
  /** NDJSON, appended to; created with its folder at the first record. */
  readonly file: string;
  readonly clock: Pick<Clock, 'wall'>;
  /** Goes over every text of every record. @default texts are written as they are */
  readonly clean?: Clean;
  /** Hears every record as it is appended; must not throw. */
  readonly onRecord?: (entry: AuditRecord) => void;
}

/** An audit with a file behind it; its `end` is worth keeping elsewhere, so that a cut-off log is noticed too. */
export interface AuditLog extends Audit {
  /** Flushes and lets go of the file. Errors: as `flush`. */
  close(): Promise<void>;
}

/**
 * Opens the audit log of a run, going on after the last whole record of an earlier process.
 *
 * Shape: one line a record, `{kind, prev, record, seq, t}`, keys sorted; `prev` is the SHA-256 of the line before.
 * Units: `t` in epoch ms. Errors: SinkError with code `AUDIT_UNWRITABLE`, here or from `flush` and `close`; `append` never throws.
 */
export function createAuditLog({ file, clock, clean, onRecord }: AuditLogOptions): AuditLog {
  const end = guarded(file, () => readAuditEnd(file));
  const chain = new AuditChain(end, clean);
  const writer = new LineWriter(file);

  function append(kind: string, record: JsonObject): void {
    const t = Math.round(clock.wall());
    const seq = chain.end.records;
    writer.add(chain.next(kind, t, record));
    onRecord?.({ seq, kind, t, record });
  }

  if (end.tornBytes > 0) append('audit.torn', { tornBytes: end.tornBytes });
  return {
    append,
    flush: () => writer.flush(),
    close: () => writer.close(),
    get end() {
      return chain.end;
    },
  };
}

/** Writes lines in the background, all that gathered meanwhile at once; the first failure stays. */
class LineWriter {
  readonly #path: string;
  #lines: string[] = [];
  #file: FileHandle | undefined;
  #writing: Promise<void> | undefined;
  #failure: SinkError | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  add(line: string): void {
    this.#lines.push(line);
    this.#writing ??= this.#drain();
  }

  async #drain(): Promise<void> {
    try {
      await Promise.resolve(); // what is appended in this turn goes into one write
      while (this.#lines.length > 0 && this.#failure === undefined) {
        if (this.#file === undefined) {
          mkdirSync(dirname(this.#path), { recursive: true });
          this.#file = await open(this.#path, 'a', 0o600);
        }
        const lines = this.#lines;
        this.#lines = [];
        await this.#file.appendFile(`${lines.join('\n')}\n`);
      }
    } catch (error) {
      this.#failure = auditError(this.#path, error);
    } finally {
      this.#writing = undefined;
    }
  }

  async flush(): Promise<void> {
    while (this.#writing !== undefined) await this.#writing;
    if (this.#failure !== undefined) throw this.#failure;
    try {
      await this.#file?.sync();
    } catch (error) {
      this.#failure = auditError(this.#path, error);
      throw this.#failure;
    }
  }

  async close(): Promise<void> {
    try {
      await this.flush();
    } finally {
      const file = this.#file;
      this.#file = undefined;
      await file?.close();
    }
  }
}

function guarded<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw auditError(path, error);
  }
}

function auditError(path: string, cause: unknown): SinkError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new SinkError(
    `The audit log ${path} cannot be written (${why}); nothing is committed without it. Make room or mend the folder, then run again.`,
    { code: 'AUDIT_UNWRITABLE', cause, details: { path } },
  );
}
