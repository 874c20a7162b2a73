import type { CalendarCell } from '@ledgerline/core/runtime';

/** Neighbouring periods of one feed in the same state: a year of missing days is one line. */
export interface PeriodRun<Cell> {
  readonly first: Cell;
  readonly last: Cell;
  readonly count: number;
}

/** `cells` in order of their periods; a run ends where the state changes or `breaks` says so. */
export function periodRuns<Cell extends Pick<CalendarCell, 'state'>>(
  cells: readonly Cell[],
  breaks: (before: Cell, cell: Cell) => boolean = () => false,
): PeriodRun<Cell>[] {
  const runs: PeriodRun<Cell>[] = [];
  for (const cell of cells) {
    const run = runs.at(-1);
    if (run && run.last.state === cell.state && !breaks(run.last, cell))
      runs[runs.length - 1] = { first: run.first, last: cell, count: run.count + 1 };
    else runs.push({ first: cell, last: cell, count: 1 });
  }
  return runs;
}

/** `2026-03-04`, or `2026-03-04 to 2026-03-31 (28 periods)` */
export function runText(first: string, last: string, count: number): string {
  return count === 1 ? first : `${first} to ${last} (${count.toLocaleString('en')} periods)`;
}
