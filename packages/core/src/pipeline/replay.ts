import type { BatchAmendment, BytesAmendment } from '../contracts/amendment.ts';
import type {
  DeadLetter,
  LetterResolution,
  Manifest,
  ManifestDraft,
  ProvedClaim,
  TotalLine,
} from '../contracts/manifest.ts';
import { type Report, type ReportKey, reportId } from '../contracts/report.ts';
import type { Finding } from '../contracts/validator.ts';
import { CancelledError } from '../errors/leaves.ts';
import { createTotals } from '../totals/totals.ts';
import { addedTotals, amendedDraft, LettersLeft, mergedFindings } from './amended-draft.ts';
import { isReplayable } from './letter-batch.ts';
import { type LetterFilter, matchesLetter } from './letter-filter.ts';
import type { Pipeline, RunTools } from './pipeline.ts';
import { prove } from './prove.ts';
import { LetterTrial, renewed } from './replay-letters.ts';
import { settle } from './settle.ts';
import { openAmendment, type Writer } from './writer.ts';

export interface ReplayRequest {
  readonly pipeline: Pipeline;
  readonly manifest: Manifest;
  readonly filter: LetterFilter;
  readonly tools: RunTools;
  readonly signal: AbortSignal;
}

/** What a replay did with one report. Units: letters; `amounts` exact decimals as text by currency, `units` an integer as text. */
export interface ReplayOutcome {
  readonly report: ReportKey;
  readonly effect: 'committed' | 'unchanged' | 'none';
  readonly tried: number;
  readonly accepted: number;
  /** Letters of the report that are open after it. */
  readonly open: number;
  /** Letters that cannot be replayed because their row was never decoded or is not kept. */
  readonly unreadable: number;
  readonly amounts: Readonly<Record<string, string>>;
  readonly units: string;
  readonly sequence?: number;
  readonly code?: string;
  readonly message?: string;
}

/** What a replay has seen of one report so far. */
class Tally {
  readonly left = new LettersLeft();
  readonly accepted = createTotals();
  tried = 0;
  resolved = 0;
  renewed = 0;
  open = 0;
  unreadable = 0;

  outcome(report: ReportKey, end: Pick<ReplayOutcome, 'effect' | 'sequence' | 'code' | 'message'>): ReplayOutcome {
    const committed = end.effect === 'committed';
    return {
      report,
      ...end,
      tried: this.tried,
      accepted: committed ? this.resolved : 0,
      open: committed ? this.open : this.open + this.resolved,
      unreadable: this.unreadable,
      amounts: committed ? this.accepted.amountsByCurrency() : {},
      units: committed ? this.accepted.units() : '0',
    };
  }
}

type Amending = Writer<BytesAmendment | BatchAmendment>;

/** Tries open letters of one report again and commits those that pass under the report's own identity; never throws. */
export async function replayReport(request: ReplayRequest): Promise<ReplayOutcome> {
  const { pipeline, manifest, tools, signal } = request;
  const { report: key, sequence, object, tag, facts, provenance } = manifest;
  const report: Report = {
    ...{ ...key, object, provenance, locator: null },
    ...(tag === undefined ? {} : { tag }),
    ...(facts === undefined ? {} : { facts }),
  };
  const tally = new Tally();
  let writer: Amending | undefined;
  try {
    const trial = await LetterTrial.open(pipeline, report, tools);
    writer = await openAmendment(pipeline.sink, { report: key, sequence, fingerprint: `replay ${tools.run}` }, report);
    if (!writer) {
      const message =
        'The sink cannot add rows to what is committed; read the report again with `ledgerline run --again`.';
      return tally.outcome(key, { effect: 'none', code: 'AMEND_UNSUPPORTED', message });
    }
    await tryAll(request, trial, writer, tally);
    const draft = conclude(request, tally, writer.staged.lines(), await trial.findings());
    if ('code' in draft || (tally.resolved === 0 && tally.renewed === 0)) {
      await writer.transaction.abandon();
      const end = 'code' in draft ? { effect: 'none' as const, ...draft } : { effect: 'unchanged' as const };
      const obstacle = trial.obstacle === undefined ? {} : { code: 'LETTERS_UNMAPPED', message: trial.obstacle };
      return tally.outcome(key, { ...obstacle, ...end });
    }
    const told = { report: reportId(key), tried: tally.tried, accepted: tally.resolved, open: tally.open };
    tools.audit.append('letters.replayed', told);
    await tools.audit.flush();
    const committed = await writer.transaction.commit({ ...draft, audit: tools.audit.end });
    tools.audit.append('letters.committed', { report: reportId(key), sequence: committed.sequence });
    return tally.outcome(key, { effect: 'committed', sequence: committed.sequence });
  } catch (error) {
    await writer?.transaction
      .abandon()
      .catch((cause: unknown) => tools.log.warn('staging.release_failed', { message: String(cause) }));
    const { code, message } = settle(signal.aborted ? new CancelledError(undefined, { cause: error }) : error);
    return tally.outcome(key, { effect: 'none', code, message });
  }
}

async function tryAll(request: ReplayRequest, trial: LetterTrial, writer: Amending, tally: Tally): Promise<void> {
  const { pipeline, manifest, signal } = request;
  let letters: DeadLetter[] = [];
  for await (const letter of pipeline.sink.deadLetters(manifest.report)) {
    letters.push(letter);
    if (letters.length < pipeline.batchRows) continue;
    if (signal.aborted) throw new CancelledError();
    await tryBatch(request, letters, trial, writer, tally);
    letters = [];
  }
  if (letters.length > 0) await tryBatch(request, letters, trial, writer, tally);
  await writer.flush();
}

async function tryBatch(
  { filter, tools }: ReplayRequest,
  letters: readonly DeadLetter[],
  trial: LetterTrial,
  writer: Amending,
  tally: Tally,
): Promise<void> {
  const chosen = letters.filter((letter) => letter.resolution === undefined && matchesLetter(filter, letter));
  const replayable = chosen.filter(isReplayable);
  tally.unreadable += chosen.length - replayable.length;
  const tried = replayable.length > 0 ? trial.try(replayable) : undefined;
  const outcomes = new Map<string, DeadLetter | undefined>();
  if (tried) {
    tally.tried += replayable.length;
    for (const [index, letter] of replayable.entries()) {
      const rejected = tried.rejected.get(index);
      outcomes.set(letter.id, rejected && renewed(letter, rejected));
    }
    tally.accepted.add(tried.items);
    await writer.write(tried.items);
  } else tally.unreadable += replayable.length;
  const at = new Date(tools.clock.wall()).toISOString();
  const resolution: LetterResolution = { kind: 'replayed', at, run: tools.run };
  const resolved = letters.filter(({ id }) => outcomes.has(id) && outcomes.get(id) === undefined);
  const left = letters.flatMap((letter) => (outcomes.has(letter.id) ? (outcomes.get(letter.id) ?? []) : letter));
  tally.resolved += resolved.length;
  for (const letter of left) {
    tally.left.add(letter);
    if (letter.resolution === undefined) tally.open += 1;
    if (outcomes.has(letter.id) && !letters.includes(letter)) tally.renewed += 1;
  }
  if (left.length > 0) await writer.transaction.reject(left);
  if (resolved.length > 0) await writer.transaction.resolve(resolved.map((letter) => ({ ...letter, resolution })));
}

/** What the next manifest says, or why there must not be one. */
function conclude(
  { manifest, tools }: ReplayRequest,
  tally: Tally,
  staged: readonly TotalLine[],
  findings: readonly Finding[],
): ManifestDraft | { readonly code: string; readonly message: string } {
  const { counts: before, claimed, evidence } = manifest;
  const found = tally.left.count + tally.resolved;
  if (found !== before.rejected) {
    const message = `${found} dead letters of ${before.rejected} are there; verify the lake before anything else.`;
    return { code: 'LETTERS_MISSING', message };
  }
  const stop = findings.find(({ severity }) => severity === 'error');
  if (stop) return { code: stop.code, message: stop.message };
  const counts = { ...before, accepted: before.accepted + tally.resolved, rejected: tally.left.count };
  const totals = addedTotals(manifest.totals, tally.accepted.lines());
  const left = tally.left.facts();
  const { claims } = prove({
    ...{ counts, totals, staged: addedTotals(manifest.totals, staged), rejectedTotals: left.rejectedTotals },
    ...{ evidence, claimed },
    ...{ declares: [], emptyDocument: 'unproven', findings: [], budget: {}, rejectedSizes: [], firstRejects: [] },
  });
  const broken = claims.find(
    (claim) => !claim.holds && !manifest.claims.some((was) => !was.holds && isSameClaim(was, claim)),
  );
  if (broken) {
    const message = `${broken.what} would no longer agree: ${broken.where} says ${broken.claimed}, with the replayed rows it is ${broken.counted}. Correct the mapping; nothing was changed.`;
    return { code: 'CLAIM_FAILED', message };
  }
  const draft = amendedDraft(manifest, tools.run, { kind: 'replayed', letters: tally.resolved });
  return { ...draft, ...left, counts, totals, claims, findings: mergedFindings(manifest.findings, findings) };
}

function isSameClaim(left: ProvedClaim, right: ProvedClaim): boolean {
  const nameOf = ({ what, where, cell }: ProvedClaim) => JSON.stringify([what, where, cell]);
  return nameOf(left) === nameOf(right);
}
