import { reportId } from '@ledgerline/core';
import type { PlanEntry } from '@ledgerline/core/runtime';
import { columns } from './columns.ts';
import type { Paint, Tone } from './paint.ts';
import { instant, tally } from './quantities.ts';

const order = ['new', 're-issued', 'missing', 'parked', 'held', 'problem', 'failed', 'not-ready', 'committed', 'skip'];

const tones: Readonly<Record<PlanEntry['status'], Tone>> = {
  new: 'good',
  're-issued': 'good',
  committed: 'faint',
  skip: 'faint',
  parked: 'wait',
  held: 'bad',
  problem: 'bad',
  failed: 'bad',
  missing: 'bad',
  'not-ready': 'faint',
};

/** What a run would do, for people; what is committed or left out is only counted unless `all`. */
export function planText(entries: readonly PlanEntry[], paint: Paint, { all }: { readonly all: boolean }): string {
  const told = entries.filter(({ status }) => all || (status !== 'committed' && status !== 'skip'));
  const table = columns([['PIPELINE', 'STATUS', 'REPORT', 'DOCUMENT'], ...told.map(planCells)]);
  const [head = '', ...rows] = table;
  const lines = rows.map((row, index) => paint(tones[told[index]?.status ?? 'skip'], row));
  const summary = tally(
    entries.map(({ status }) => status),
    order,
  );
  return [...(told.length > 0 ? [paint('faint', head), ...lines, ''] : []), summary || 'nothing is listed'].join('\n');
}

function planCells(entry: PlanEntry): string[] {
  const why = [entry.code, entry.reason].filter(Boolean).join(': ');
  const when = entry.retryAt === undefined ? '' : `again after ${instant(entry.retryAt)}`;
  const remark = [why, when].filter(Boolean).join(', ');
  const report = entry.report ? reportId(entry.report) : '-';
  return [entry.pipeline, entry.status, report, remark ? `${entry.object} (${remark})` : entry.object];
}
