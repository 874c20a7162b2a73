import { readAudit } from '../audit/read-audit.ts';
import type { AuditRecord } from '../contracts/audit.ts';
import type { SyncOutcome } from '../contracts/events.ts';
import type { JsonObject } from '../contracts/json.ts';
import type { Decision } from '../contracts/policy.ts';
import { reportId } from '../contracts/report.ts';
import { CallWatch } from '../figures/call-watch.ts';

/** Something that happened to a report. Units: `t` epoch ms. */
export interface StoryEvent {
  readonly run: string;
  readonly t: number;
  /** The kind of the audit record, or `requests.resent` and `rows.rejected`, which sum up several. */
  readonly kind: string;
  readonly record: JsonObject;
}

/** What happened to one report, in order. */
export interface ReportStory {
  readonly report: string;
  readonly events: readonly StoryEvent[];
}

/** Kinds that are told as they stand when they name the report or its sync. */
const told: ReadonlySet<string> = new Set([
  ...['sync.started', 'sync.proved', 'sync.accepted', 'sync.committed', 'sync.settled'],
  ...['report.accepted', 'operator.acted', 'drift.accepted'],
  ...['letters.replayed', 'letters.discarded', 'letters.committed'],
]);

/** Lines of rejected rows beyond about so many characters are left to the log itself, which has them all. */
const toldLines = 10_000;

/** Goes through the logs of all runs, in order, and picks what is about one report. */
export async function reportStory(
  report: string,
  files: readonly (readonly [run: string, file: string])[],
): Promise<ReportStory> {
  const events: StoryEvent[] = [];
  for (const [run, file] of files) {
    const reader = new StoryReader(report, run);
    for await (const entry of readAudit(file)) reader.take(entry);
    events.push(...reader.events);
  }
  return { report, events };
}

class StoryReader {
  readonly events: StoryEvent[] = [];
  readonly #report: string;
  readonly #run: string;
  readonly #syncs = new Set<string>();
  readonly #resent = new Map<string, number>();
  readonly #rejected = new Map<
    string,
    { count: number; readonly code: string; readonly path: string; lines: string }
  >();
  readonly #watch: CallWatch;
  #backoffMs = 0;

  constructor(report: string, run: string) {
    this.#report = report;
    this.#run = run;
    this.#watch = new CallWatch({
      retry: ({ sync, reason, backoffMs }) => {
        if (sync === undefined || !this.#syncs.has(sync)) return;
        this.#resent.set(reason, (this.#resent.get(reason) ?? 0) + 1);
        this.#backoffMs += backoffMs;
      },
    });
  }

  take({ kind, t, record }: AuditRecord): void {
    if (kind === 'policy') {
      this.#watch.take(record as Decision);
      return;
    }
    if (!this.#isAbout(kind, record)) return;
    if (kind === 'sync.started') this.#syncs.add(String(record.sync));
    if (kind === 'rows.rejected') this.#reject(record);
    if (!told.has(kind)) return;
    if (kind !== 'sync.started') this.#sumUp(t);
    this.events.push({ run: this.#run, t, kind, record });
  }

  #isAbout(kind: string, record: JsonObject): boolean {
    if (kind === 'sync.settled') {
      const { outcome } = record as JsonObject & { outcome: JsonObject & SyncOutcome };
      return reportId(outcome.report) === this.#report;
    }
    if (typeof record.sync === 'string' && this.#syncs.has(record.sync)) return true;
    return record.report === this.#report || record.id === this.#report;
  }

  #reject(record: JsonObject): void {
    const { rows } = record as JsonObject & { rows: { code: string; path?: string; count: number; lines: string }[] };
    for (const { code, path = '', count, lines } of rows) {
      const known = this.#rejected.get(`${code} ${path}`);
      if (known) {
        known.count += count;
        if (known.lines.length < toldLines) known.lines += ` ${lines}`;
      } else this.#rejected.set(`${code} ${path}`, { code, path, count, lines });
    }
  }

  /** What was counted meanwhile comes before what followed from it. */
  #sumUp(t: number): void {
    const [run, reasons] = [this.#run, Object.fromEntries(this.#resent)];
    if (this.#resent.size > 0)
      this.events.push({ run, t, kind: 'requests.resent', record: { reasons, backoffMs: this.#backoffMs } });
    if (this.#rejected.size > 0)
      this.events.push({ run, t, kind: 'rows.rejected', record: { rows: [...this.#rejected.values()] } });
    this.#resent.clear();
    this.#rejected.clear();
    this.#backoffMs = 0;
  }
}
