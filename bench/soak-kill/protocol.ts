import { existsSync, readFileSync } from 'node:fs';
import { type StepName, stepNames } from '../../packages/sink-filesystem/src/steps.ts';

/** How the soak talks to the sink and the validator inside the command. */
export const variables = Object.freeze({
  trace: 'LEDGERLINE_SOAK_TRACE',
  killAt: 'LEDGERLINE_SOAK_KILL_AT',
  stopAt: 'LEDGERLINE_SOAK_STOP_AT',
  sameNames: 'LEDGERLINE_SOAK_SAME_NAMES',
  strict: 'LEDGERLINE_SOAK_STRICT',
});

/** The n-th time that a process comes to a step. */
export interface Moment {
  readonly step: StepName;
  readonly occurrence: number;
}

export function parseMoment(text: string | undefined): Moment | undefined {
  const [, name, occurrence] = /^(.*)#(\d+)$/.exec(text ?? '') ?? [];
  const step = stepNames.find((known) => known === name);
  return step === undefined ? undefined : { step, occurrence: Number(occurrence) };
}

export function momentText({ step, occurrence }: Moment): string {
  return `${step}#${occurrence}`;
}

/** One line of a trace. Units: `rows`, `resumedAt` and `checkpointAt` in records of the document. */
export interface TraceEntry {
  readonly pid: number;
  readonly atNs: string;
  readonly step?: StepName;
  readonly resumedAt?: number;
  readonly checkpointAt?: number;
  /** Handed to the sink so far. */
  readonly rows?: number;
}

/** The trace of one or several processes; a line that a kill cut off is left out. */
export function readTrace(file: string): TraceEntry[] {
  if (!existsSync(file)) return [];
  const text = readFileSync(file, 'utf8');
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as TraceEntry);
}
