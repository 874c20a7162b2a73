/** One claim about a measured number. Order: `reference` is the published value of a model row, `atMost`/`atLeast` a bound. */
export type Limit = { readonly atMost: number } | { readonly atLeast: number } | { readonly about: number };

/** A number over seeds, with what is claimed about its mean, or about every seed. */
export interface Metric {
  readonly name: string;
  readonly unit: string;
  readonly mean: number;
  readonly min: number;
  readonly max: number;
  readonly limit?: Limit;
  readonly everySeed: boolean;
}

/** One strategy in one experiment. */
export interface Row {
  readonly id: string;
  readonly label: string;
  readonly ours: boolean;
  readonly metrics: readonly Metric[];
  /** SHA-256 over the decision logs of every seed; absent for models. */
  readonly log?: string;
}

/** Points of a plot, per strategy. */
export interface Series {
  readonly label: string;
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

/** How many decision logs were replayed, and how many came out byte for byte the same. */
export interface Replays {
  readonly runs: number;
  readonly identical: number;
  readonly firstDifference?: string;
}

export interface Experiment {
  readonly id: string;
  readonly title: string;
  readonly setting: string;
  readonly rows: readonly Row[];
  readonly series?: readonly Series[];
  readonly replays?: Replays;
}

export interface Check {
  readonly id: string;
  readonly value: number;
  readonly unit: string;
  readonly limit: string;
  readonly holds: boolean;
}

/** How far a model row may lie from its published value. */
const tolerance = 0.05;

/** Sums up one number over seeds. */
export function metric(
  name: string,
  unit: string,
  values: readonly number[],
  limit?: Limit,
  options: { readonly everySeed?: boolean } = {},
): Metric {
  return {
    name,
    unit,
    mean: values.reduce((sum, value) => sum + value, 0) / values.length,
    min: Math.min(...values),
    max: Math.max(...values),
    ...(limit === undefined ? {} : { limit }),
    everySeed: options.everySeed ?? false,
  };
}

/** Says whether a metric keeps its limit; a metric without one makes no claim. */
export function holds(subject: Metric): boolean {
  const { limit, everySeed, mean, min, max } = subject;
  if (limit === undefined) return true;
  if ('atMost' in limit) return (everySeed ? max : mean) <= limit.atMost;
  if ('atLeast' in limit) return (everySeed ? min : mean) >= limit.atLeast;
  return Math.abs(mean - limit.about) <= tolerance * limit.about;
}

/** Writes a limit as people read it. */
export function limitText(limit: Limit): string {
  if ('atMost' in limit) return `<= ${limit.atMost}`;
  if ('atLeast' in limit) return `>= ${limit.atLeast}`;
  return `${limit.about} +-5 %`;
}

/** Lists every claim of an experiment under a short stable id such as `e2a.learned.calls`. */
export function checksOf(experiment: Experiment): Check[] {
  return experiment.rows.flatMap((row) =>
    row.metrics.flatMap((subject) =>
      subject.limit === undefined
        ? []
        : [
            {
              id: `${row.id}.${subject.name}`,
              value: round(worst(subject)),
              unit: subject.unit,
              limit: limitText(subject.limit),
              holds: holds(subject),
            },
          ],
    ),
  );
}

/** Four significant decimals are enough for people and keep the output stable. */
export function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}

function worst({ limit, everySeed, mean, min, max }: Metric): number {
  if (!everySeed || limit === undefined || 'about' in limit) return mean;
  return 'atMost' in limit ? max : min;
}

export const seeds: readonly number[] = Array.from({ length: 10 }, (_, index) => index + 1);
