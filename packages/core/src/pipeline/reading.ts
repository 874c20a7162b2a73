import type { Acceptance } from '../contracts/acceptance.ts';
import type { RejectedRow, RowCursor } from '../contracts/batch.ts';
import type { Connector, Feed } from '../contracts/connector.ts';
import type { JsonValue } from '../contracts/json.ts';
import type { ManifestDraft, RowCounts } from '../contracts/manifest.ts';
import type { ClaimedTotals, Report } from '../contracts/report.ts';
import type { Evidence, ReadObserver, SourceEnd } from '../contracts/source.ts';
import type { Finding, Severity } from '../contracts/validator.ts';
import { RowGroups } from '../totals/row-groups.ts';
import { createTotals, type Totals } from '../totals/totals.ts';
import { sizesOf } from './budget.ts';
import { Bench } from './judge.ts';
import type { AnyConfig, Pipeline, RunTools } from './pipeline.ts';
import { type Proof, prove } from './prove.ts';

/** What a sync knows of its report so far; everything that must survive a kill is in its snapshot. */
export class Reading implements ReadObserver {
  read = 0;
  accepted = 0;
  rejected = 0;
  readonly skippedBy = new Map<string, number>();
  readonly rejectedBy = new Map<string, number>();
  /** The rows' numbers for the sums here and in the writer. */
  readonly groups = new RowGroups();
  readonly totals: Totals = createTotals(this.groups);
  readonly rejectedTotals: Totals = createTotals();
  /** What was rejected by size: sums of a cell hide money taken back behind money paid. */
  readonly #rejectedSizes: Totals = createTotals();
  readonly bench = new Bench();
  cursor: RowCursor | undefined;
  #evidence: Evidence[] = [];
  #claimed: ClaimedTotals[] = [];
  #firstRejects: string[] = [];

  evidence(item: Evidence): void {
    this.#evidence.push(item);
  }

  claim(totals: ClaimedTotals): void {
    this.#claimed.push(totals);
  }

  finding(code: string, message: string, severity: Severity = 'warning'): void {
    this.bench.noteOnce(code, message, 'the document', severity);
  }

  /** The size of a file tells that all of it was read, not that it was whole when it was left: a last line without an end may be half of one. */
  noteOpenEnd(object: string): void {
    const kinds = this.#evidence.map(({ kind }) => kind).filter((kind) => !kind.startsWith('lookup-'));
    if (!kinds.includes('open-end') || kinds.some((kind) => kind !== 'open-end' && kind !== 'file-size')) return;
    const message = `${object}: its last line has no end, and nothing but the size shows that the file is whole; look whether rows are missing.`;
    this.finding('LAST_LINE_OPEN', message);
  }

  skip(reason: string, count: number): void {
    this.skippedBy.set(reason, (this.skippedBy.get(reason) ?? 0) + count);
    this.read += count;
  }

  reject({ code, place, message, item = {} }: Omit<RejectedRow, 'raw' | 'stage'>): void {
    this.rejected += 1;
    this.rejectedTotals.addRejected(item);
    this.#rejectedSizes.addRejected(sizesOf(item));
    this.rejectedBy.set(code, (this.rejectedBy.get(code) ?? 0) + 1);
    if (this.#firstRejects.length < 3) this.#firstRejects.push(`line ${place.line}: ${code}, ${message}`);
  }

  counts(): RowCounts {
    const skipped = [...this.skippedBy.values()].reduce((sum, count) => sum + count, 0);
    return { read: this.read, accepted: this.accepted, rejected: this.rejected, skipped };
  }

  /** Claims and evidence come anew when the document is read again from its start, so they are not part of it. */
  snapshot(): JsonValue {
    return {
      counts: [this.read, this.accepted, this.rejected],
      skippedBy: Object.fromEntries(this.skippedBy),
      rejectedBy: Object.fromEntries(this.rejectedBy),
      totals: this.totals.snapshot(),
      rejectedTotals: this.rejectedTotals.snapshot(),
      rejectedSizes: this.#rejectedSizes.snapshot(),
      firstRejects: this.#firstRejects,
      flags: this.bench.snapshot(),
      cursor: this.cursor === undefined ? null : { ...this.cursor },
    };
  }

  restore(snapshot: JsonValue): void {
    const state = snapshot as {
      counts: [number, number, number];
      skippedBy: Record<string, number>;
      rejectedBy: Record<string, number>;
      totals: JsonValue;
      rejectedTotals: JsonValue;
      rejectedSizes: JsonValue;
      firstRejects: string[];
      flags: JsonValue;
      cursor: RowCursor | null;
    };
    [this.read, this.accepted, this.rejected] = state.counts;
    for (const [reason, count] of Object.entries(state.skippedBy)) this.skippedBy.set(reason, count);
    for (const [code, count] of Object.entries(state.rejectedBy)) this.rejectedBy.set(code, count);
    this.totals.restore(state.totals);
    this.rejectedTotals.restore(state.rejectedTotals);
    this.#rejectedSizes.restore(state.rejectedSizes);
    this.#firstRejects = [...state.firstRejects];
    this.bench.restore(state.flags);
    this.cursor = state.cursor ?? undefined;
  }

  prove(
    report: Report,
    feed: Pick<Feed<AnyConfig>, 'declares' | 'emptyDocument'>,
    budget: Pipeline['budget'],
    findings: readonly Finding[],
    staged: Totals,
    acceptance: Acceptance | undefined,
  ): Proof {
    return prove({
      counts: this.counts(),
      totals: this.totals.lines(),
      rejectedTotals: this.rejectedTotals.lines(),
      rejectedSizes: this.#rejectedSizes.lines(),
      evidence: this.#evidence,
      claimed: this.claimed(report),
      declares: feed.declares ?? [],
      emptyDocument: feed.emptyDocument ?? 'unproven',
      findings,
      budget,
      firstRejects: this.#firstRejects,
      staged: staged.lines(),
      ...(acceptance === undefined ? {} : { acceptance }),
    });
  }

  claimed(report: Report): readonly ClaimedTotals[] {
    return report.expected ? [report.expected, ...this.#claimed] : this.#claimed;
  }

  /** Everything the manifest says about this report. */
  draft(
    report: Report,
    connector: Pick<Connector, 'name' | 'version' | 'provenance'>,
    end: SourceEnd,
    proof: Proof,
    findings: readonly Finding[],
    tools: Pick<RunTools, 'run'>,
  ): ManifestDraft {
    const { dsp, account, feed, period, scope, object, tag, alternative, facts, fallback } = report;
    return {
      report: { dsp, account, feed, period, scope },
      object,
      revision: end.digest,
      ...(tag === undefined ? {} : { tag }),
      ...(alternative === undefined ? {} : { alternative }),
      ...(facts === undefined ? {} : { facts }),
      ...(fallback === undefined ? {} : { fallback }),
      provenance: connector.provenance ?? 'api',
      verdict: proof.verdict,
      counts: this.counts(),
      skippedBy: sorted(this.skippedBy),
      rejectedBy: sorted(this.rejectedBy),
      totals: this.totals.lines(),
      rejectedTotals: this.rejectedTotals.lines(),
      claims: proof.claims,
      claimed: this.claimed(report),
      evidence: this.#evidence,
      findings,
      ...(proof.acceptance === undefined ? {} : { acceptances: [proof.acceptance] }),
      connector: { name: connector.name, version: connector.version },
      schemaVersion: 1,
      run: tools.run,
    };
  }
}

function sorted(counts: ReadonlyMap<string, number>): Record<string, number> {
  return Object.fromEntries([...counts].sort(([left], [right]) => (left < right ? -1 : 1)));
}
