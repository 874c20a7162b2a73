import type { FallbackCause, FallbackReason, Report } from '../contracts/report.ts';
import { reportId } from '../contracts/report.ts';
import { parsePeriod } from '../time/period.ts';
import { feedNameOf } from './feed-of.ts';
import { listingKey, type Troubles } from './keep-troubles.ts';
import type { Fallback, Pipeline, RunTools } from './pipeline.ts';
import type { MainPass } from './take-all.ts';
import type { KnownTrouble } from './trouble.ts';

export interface CauseInput {
  readonly pipeline: Pipeline;
  readonly fallback: Fallback;
  readonly main: MainPass;
  readonly troubles: Troubles;
  readonly tools: Pick<RunTools, 'clock'>;
}

/** Says of one report why a file may stand in for it, or why none may. */
export interface CauseFinder {
  /** Whether any report has a reason at all. */
  readonly isPossible: boolean;
  causeOf(report: Report): Promise<FallbackCause | { readonly none: string }>;
}

/** Decides per report; what the DSP has delivered, or put before a person, never has a reason. */
export function causeFinder({ pipeline, fallback, main, troubles, tools }: CauseInput): CauseFinder {
  const nowMs = tools.clock.wall();
  const outcomes = new Map(main.outcomes.map((outcome) => [reportId(outcome.report), outcome]));
  const failed = new Set(main.failures.map(({ scope }) => listingKey(scope)));
  const listed = new Set(main.planned.flatMap((item) => ('report' in item ? [reportId(item.report)] : [])));

  /** The trouble with the report itself, else with the listing that should have it. */
  const troubleWith = (report: Report): KnownTrouble | undefined => {
    const key = listingKey(report);
    return troubles.get(reportId(report)) ?? (failed.has(key) ? troubles.get(key) : undefined);
  };

  const dueCause = (report: Report): FallbackCause | undefined => {
    const name = feedNameOf(pipeline, report);
    const expectation = name === undefined ? undefined : pipeline.expectation(report.account, name);
    if (!expectation?.promised || !parsePeriod(report.period)) return undefined;
    const slaMs = expectation.available.dueMs(report.period) + expectation.graceMs;
    if (nowMs < slaMs) return undefined;
    const message = `Due ${new Date(slaMs).toISOString().slice(0, 16)}Z (${expectation.available.text}), and not delivered.`;
    return { reason: 'past-due', code: 'REPORT_MISSING', message };
  };

  return {
    isPossible: troubles.size > 0 || main.planned.some(({ status }) => status === 'missing'),
    async causeOf(report) {
      const own = outcomes.get(reportId(report));
      if (own && own.effect !== 'none') return { none: 'the DSP delivered it' };
      if ((await pipeline.sink.current(report))?.provenance === 'api')
        return { none: 'what the DSP delivered is in force' };
      if (own && isForPeople(own.verdict))
        return { none: `what the DSP delivered is ${own.verdict}, for a person to decide` };
      const trouble = troubleWith(report);
      if (trouble) {
        const { trouble: reason, code, message, sinceMs } = trouble;
        const soon = reason === 'circuit-open' && nowMs - sinceMs < fallback.circuitOpenMs;
        if (fallback.when.has(reason) && !soon) return { reason, code, message };
      }
      const past =
        fallback.when.has('past-due') && (own !== undefined || !listed.has(reportId(report)))
          ? dueCause(report)
          : undefined;
      return past ?? { none: nothing(trouble?.trouble) };
    },
  };
}

function isForPeople(verdict: string): boolean {
  return verdict === 'held' || verdict === 'incomplete' || verdict === 'unproven';
}

function nothing(trouble: FallbackReason | undefined): string {
  return trouble === undefined
    ? 'left for the DSP: nothing says that it will not deliver'
    : `left for the DSP: ${trouble} is no reason yet by \`fallback.when\` and \`circuitOpenHours\``;
}
