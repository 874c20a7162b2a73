import type { Contestant } from './contestants.ts';
import { type Cost, median } from './measure.ts';

/** The costs of every contestant, round by round. */
export interface Rounds {
  /** Median over the rounds of the quotient of two contestants' wall times, taken within each round. */
  ratio(of: string, over: string): number;
  cost(id: string): Cost;
  rows(id: string): number;
  readonly ids: readonly string[];
  readonly count: number;
}

/** Runs everybody in turn, again and again, so that a machine that drifts drifts for all. */
export async function runRounds(
  contestants: readonly Contestant[],
  rounds: number,
  tell: (line: string) => void,
): Promise<Rounds> {
  const all = new Map<string, (Cost & { readonly rows: number })[]>();
  for (let round = 1; round <= rounds; round++) {
    for (const contestant of contestants) {
      const cost = await contestant.run();
      all.set(contestant.id, [...(all.get(contestant.id) ?? []), cost]);
      const figures = `${Math.round(cost.wallMs)} ms, ${Math.round(cost.cpuMs)} ms CPU, ${Math.round(cost.peakMb)} MB`;
      tell(`round ${round}: ${contestant.id.padEnd(18)} ${figures}, ${cost.rows} rows`);
    }
  }
  const costsOf = (id: string): readonly (Cost & { readonly rows: number })[] => {
    const costs = all.get(id);
    if (costs === undefined) throw new Error(`nobody called ${id} took part`);
    return costs;
  };
  const middle = (id: string, figure: (cost: Cost) => number): number => median(costsOf(id).map(figure));
  return {
    ids: contestants.map(({ id }) => id),
    count: rounds,
    ratio: (of, over) => median(costsOf(of).map(({ wallMs }, round) => wallMs / costsOf(over)[round]!.wallMs)),
    cost: (id) => ({
      wallMs: middle(id, ({ wallMs }) => wallMs),
      cpuMs: middle(id, ({ cpuMs }) => cpuMs),
      peakMb: Math.max(...costsOf(id).map(({ peakMb }) => peakMb)),
    }),
    rows: (id) => {
      const counts = new Set(costsOf(id).map(({ rows }) => rows));
      if (counts.size !== 1) throw new Error(`${id} left different numbers of rows: ${[...counts].join(', ')}`);
      return [...counts][0]!;
    },
  };
}
