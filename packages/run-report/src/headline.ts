import type { Completeness, DriftFindings, LettersByReason, RunFacts, RunReport, Tone } from './run-report.ts';

export interface HeadlineSources {
  readonly run: RunFacts | undefined;
  readonly calendar: Completeness;
  readonly deadLetters: LettersByReason;
  readonly drift: DriftFindings;
  readonly audit: RunReport['audit'];
  readonly reports: number;
}

/** The one sentence at the top, and what it rests on. */
export function headlineOf(sources: HeadlineSources): RunReport['headline'] {
  const reasons = reasonsOf(sources);
  const bad = reasons.filter(([tone]) => tone === 'bad');
  const tone: Tone = bad.length > 0 ? 'bad' : reasons.length > 0 ? 'wait' : 'good';
  return { tone, title: titleOf(sources, tone), reasons: reasons.map(([, text]) => text) };
}

function titleOf({ run, reports }: HeadlineSources, tone: Tone): string {
  if (!run && reports === 0) return 'Nothing has run yet';
  if (tone === 'bad') return 'Something needs a person';
  if (tone === 'wait') return 'All is well, some things are open';
  return 'Everything due is committed and adds up';
}

function reasonsOf({ run, calendar, deadLetters, drift, audit }: HeadlineSources): [Tone, string][] {
  const reasons: [Tone, string][] = [];
  const tell = (tone: Tone, count: number | undefined, one: string, many: string): void => {
    if (count !== undefined && count > 0)
      reasons.push([tone, `${count.toLocaleString('en')} ${count === 1 ? one : many}`]);
  };
  if (audit && !audit.intact) reasons.push(['bad', 'the audit stream of the run is not intact']);
  if (run && run.totals === undefined) reasons.push(['bad', 'the run has no end on record: it goes on, or was killed']);
  for (const { pipeline, code } of run?.failures ?? [])
    reasons.push(['bad', `pipeline ${pipeline} ended early: ${code}`]);
  const counts = Object.entries(run?.verdicts ?? {});
  const waiting = new Set(['deferred', 'not-ready']);
  const well = new Set(['committed', 'unchanged']);
  for (const [word, count] of counts)
    if (!well.has(word))
      tell(waiting.has(word) ? 'wait' : 'bad', count, `report ${word} in the run`, `reports ${word} in the run`);
  const { held, missing, late } = calendar.states;
  tell('bad', held, 'period is held for a person', 'periods are held for a person');
  tell('bad', missing, 'period is missing past its promised date', 'periods are missing past their promised dates');
  tell('wait', late, 'period is late', 'periods are late');
  tell('wait', deadLetters.open, 'dead letter is open', 'dead letters are open');
  const stops = drift.findings.filter(({ severity, acceptedBy }) => severity === 'error' && !acceptedBy).length;
  tell('bad', stops, 'drift finding stops a report', 'drift findings stop reports');
  return reasons;
}
