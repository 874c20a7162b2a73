import type { Objection } from '@ledgerline/core';
import type { CalendarState, ExplainedLine, ExplainedTotal } from '@ledgerline/core/runtime';
import { alignedColumns } from './aligned-columns.ts';
import type { Paint } from './paint.ts';
import { periodRuns, runText } from './period-runs.ts';
import { counted } from './quantities.ts';

/** A report that is not in a total. */
export interface AbsentReport {
  readonly state: CalendarState;
  /** `dsp/account/feed` */
  readonly source: string;
  readonly period: string;
  /** Absent where nothing was ever listed. */
  readonly report?: string;
  readonly objections: readonly Objection[];
}

export interface ExplainedFacts {
  readonly dsp: string;
  readonly period: string;
  readonly totals: readonly ExplainedTotal[];
  readonly absent: readonly AbsentReport[];
}

/** More ids than this are counted; `--json` has them all. */
const toldReports = 5;

const words: Readonly<Record<ExplainedLine['kind'], string>> = {
  read: 'read from documents',
  superseded: 'less superseded',
  rejected: 'less rejected',
  elsewhere: 'less',
  accepted: '= in the lake',
};

/** An explained total for people: one table a currency that adds up, the ids behind its numbers, and what is not in it. */
export function explainTotalText({ dsp, period, totals, absent }: ExplainedFacts, paint: Paint): string {
  const blocks = totals.map((total) => totalLines(`${dsp} ${period}`, total, paint).join('\n'));
  if (totals.length === 0) blocks.push(`nothing of ${dsp} is committed for ${period}`);
  if (absent.length > 0) blocks.push(absentLines(absent, paint).join('\n'));
  return blocks.join('\n\n');
}

function totalLines(title: string, total: ExplainedTotal, paint: Paint): string[] {
  const { currency, claimed } = total;
  const withAmount = currency !== undefined;
  const lines = [...total.lines, total.total];
  const figures = lines.map(({ kind, reason, rows, units, amount }) => [
    `${words[kind]}${reason ? ` ${reason}` : ''}`,
    String(rows),
    units,
    ...(withAmount ? [amount] : []),
  ]);
  const head = [`${title} ${currency ?? 'without a currency'}`, 'ROWS', 'UNITS', ...(withAmount ? ['AMOUNT'] : [])];
  const claims = claimed
    ? [
        ['claimed by the sources', '', '', claimed.amount],
        ['  read of these documents', '', '', claimed.counted],
        ['  difference', '', '', claimed.difference],
      ]
    : [];
  const [first = '', ...rest] = alignedColumns([head, ...figures, ...claims]);
  const ids = lines.flatMap(({ kind, reason, reports }) =>
    reports.length === 0 ? [] : [`  ${words[kind]}${reason ? ` ${reason}` : ''}: ${idsText(reports)}`],
  );
  const verdict = total.addsUp ? paint('good', 'adds up') : paint('bad', 'DOES NOT ADD UP: run `ledgerline reconcile`');
  const unclaimed = claimed || !withAmount ? [] : [paint('faint', 'no source claims an amount')];
  return [paint('faint', first), ...rest, ...unclaimed, verdict, ...ids.map((line) => paint('faint', line))];
}

function idsText(reports: readonly string[]): string {
  const told = reports.slice(0, toldReports).join(', ');
  return reports.length > toldReports ? `${told} and ${counted(reports.length - toldReports, 'more report')}` : told;
}

function absentLines(absent: readonly AbsentReport[], paint: Paint): string[] {
  const title = `not in these totals: ${counted(absent.length, 'report')}, and nobody knows how much they hold`;
  const isOther = (before: AbsentReport, { source, report }: AbsentReport): boolean =>
    before.source !== source || report !== undefined;
  return [
    paint('wait', title),
    ...periodRuns(absent, isOther).map(({ first, last, count }) => {
      const { state, source, report, objections } = first;
      const why = objections.map(({ code, message }) => `  ${code}: ${message}`).join('');
      return `  ${state.padEnd(8)}  ${report ?? `${source}/${runText(first.period, last.period, count)}`}${why}`;
    }),
  ];
}
