import { type Check, checksOf, type Experiment, holds, limitText, type Metric, round } from './world/result.ts';

/** What `--json` prints. */
export interface Report {
  readonly name: 'bench:policy';
  readonly checks: readonly Check[];
  readonly holds: boolean;
  readonly wallSeconds: number;
  /** Of all threads; far less than the lanes' wall time means that others had the machine. */
  readonly cpuSeconds: number;
  readonly rows: readonly {
    readonly experiment: string;
    readonly id: string;
    readonly label: string;
    readonly ours: boolean;
    readonly log?: string;
    readonly metrics: readonly {
      name: string;
      unit: string;
      mean: number;
      min: number;
      max: number;
      target?: string;
    }[];
  }[];
}

/** The bound on the whole run. Units: seconds of wall time. */
const longestRunSeconds = 60;

export interface Timing {
  readonly wallSeconds: number;
  readonly cpuSeconds: number;
  /** Whether the bound on the whole run is a check. */
  readonly timed: boolean;
}

export function buildReport(experiments: readonly Experiment[], { wallSeconds, cpuSeconds, timed }: Timing): Report {
  const whole: Check = {
    id: 'all.wall',
    value: round(wallSeconds),
    unit: 's',
    limit: `<= ${longestRunSeconds}`,
    holds: wallSeconds <= longestRunSeconds,
  };
  const checks = [...experiments.flatMap(checksOf), ...(timed ? [whole] : [])];
  return {
    name: 'bench:policy',
    checks,
    holds: checks.every((check) => check.holds),
    wallSeconds: round(wallSeconds),
    cpuSeconds: round(cpuSeconds),
    rows: experiments.flatMap((experiment) =>
      experiment.rows.map(({ id, label, ours, log, metrics }) => ({
        ...{ experiment: experiment.id, id, label, ours },
        ...(log === undefined ? {} : { log }),
        metrics: metrics.map(({ name, unit, mean, min, max, limit }) => ({
          ...{ name, unit, mean: round(mean), min: round(min), max: round(max) },
          ...(limit === undefined ? {} : { target: limitText(limit) }),
        })),
      })),
    ),
  };
}

/** Writes an experiment as people read it in a terminal. */
export function experimentText(experiment: Experiment): string {
  const lines = [`${experiment.id} ${experiment.title}`, `  ${experiment.setting}`];
  for (const { label, metrics, log } of experiment.rows) {
    lines.push(`  ${label}${log === undefined ? '' : `   log ${log.slice(0, 16)}`}`);
    lines.push(...metrics.map((subject) => `    ${metricText(subject)}`));
  }
  return `${lines.join('\n')}\n`;
}

function metricText(subject: Metric): string {
  const { name, unit, mean, min, max, limit } = subject;
  const target = limit === undefined ? '' : `${limitText(limit).padEnd(16)} ${holds(subject) ? 'PASS' : 'FAIL'}`;
  const numbers = [mean, min, max].map((value) => shortNumber(value).padStart(12)).join('');
  return `${name.padEnd(28)}${numbers}  ${unit.padEnd(14)}${target}`;
}

/** At most four significant decimals, none for large numbers. */
export function shortNumber(value: number): string {
  if (Number.isInteger(value)) return String(value);
  return value >= 1000 ? value.toFixed(0) : value.toFixed(value >= 10 ? 1 : 3);
}
