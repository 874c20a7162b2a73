import type { Examined } from '@ledgerline/connector-file';
import { type RoyaltyLineItem, reportId, type SyncOutcome, type TotalLine } from '@ledgerline/core';
import type { PipelinePreview, PreviewedReport } from '@ledgerline/core/runtime';
import type { ExitName } from '../exit-codes.ts';
import type { Looked } from '../import-files.ts';
import type { ImportTarget } from '../import-target.ts';
import { alignedColumns } from './aligned-columns.ts';
import { findingsText } from './findings-text.ts';
import type { Paint } from './paint.ts';
import { counted } from './quantities.ts';
import { safeText } from './safe-text.ts';

export interface ImportFacts {
  readonly looked: readonly Looked[];
  readonly target: Pick<ImportTarget, 'pipeline' | 'account' | 'feed'>;
  readonly preview: PipelinePreview | undefined;
  readonly end: ExitName;
}

/** More cells of totals are counted, not shown; `--json` has them all. */
const maxTotals = 12;

/** What files would bring, for people: how they are written, rows, totals, findings, what would go. */
export function importText({ looked, target, preview, end }: ImportFacts, paint: Paint): string {
  const files = looked.flatMap((look) =>
    'found' in look
      ? fileLines(look.found)
      : [paint('bad', `${safeText(look.path)}`), `  ${look.error.code}: ${safeText(look.error.message)}`],
  );
  const reports = preview?.outcomes.flatMap((outcome) => {
    const report = preview.reports.findLast(({ report: key }) => reportId(key) === reportId(outcome.report));
    const head = `${reportId(outcome.report)}: ${outcome.effect === 'committed' ? 'would be committed' : outcome.yieldedTo ? 'is left: what the DSP delivered stands' : outcome.effect === 'unchanged' ? 'is committed already, unchanged' : outcome.verdict}`;
    const why =
      outcome.message === undefined ? [] : [`  ${outcome.code ?? outcome.verdict}: ${safeText(outcome.message)}`];
    const counts = `  ${counted(outcome.accepted, 'row')} accepted, ${outcome.rejected} rejected, ${outcome.skipped} passed over`;
    return [
      '',
      paint(outcome.effect === 'none' ? 'bad' : 'good', head),
      counts,
      ...why,
      ...equivalenceLines(outcome),
      ...(report ? reportLines(report) : []),
    ];
  });
  const skipped = (preview?.skipped ?? []).map(
    ({ object, reason }) => `${safeText(object)}: left out, ${safeText(reason)}; --again takes it all the same`,
  );
  const found = findingsText(preview?.reports.flatMap(({ draft }) => (draft ? [draft] : [])) ?? []);
  const error = preview?.error ? [paint('bad', `${preview.error.code}: ${safeText(preview.error.message)}`)] : [];
  const said = `into ${target.pipeline.sink} by the rules of ${target.pipeline.name}, account ${target.account}`;
  const yielded = preview?.outcomes.every(({ yieldedTo }) => yieldedTo) && preview.outcomes.length > 0;
  const last = yielded
    ? 'Nothing to do: what the DSP delivered stands.'
    : preview && isOld(preview)
      ? 'Nothing to do: what these files hold is committed already.'
      : closing(end, said);
  return [...files, ...(reports ?? []), ...skipped, ...found.map(safeText), ...error, '', last].join('\n');
}

function equivalenceLines({ equivalence, code }: SyncOutcome): string[] {
  if (!equivalence) return [];
  const next =
    code === 'SOURCES_DIFFER' ? '; with --yes it goes on record, for `ledgerline diff` and `ledgerline accept`' : '';
  return [`  compared with what the DSP delivered: ${equivalence.verdict}${next}`];
}

/** Nothing new, and nothing wrong. */
function isOld({ outcomes, skipped, error }: PipelinePreview): boolean {
  return error === undefined && skipped.length === 0 && outcomes.every(({ effect }) => effect === 'unchanged');
}

function closing(end: ExitName, where: string): string {
  if (end === 'previewed') return `Nothing is written yet. Run it once more with --yes to commit ${where}.`;
  return end === 'ok' ? `This goes ${where}.` : 'Nothing is written.';
}

function fileLines({
  object,
  packed,
  members,
  bytes,
  rows,
  dialect,
  byteOrderMark,
  marks,
  preset,
  notes,
  header,
}: Examined): string[] {
  const { format, encoding, delimiter, quote, headerLine } = dialect;
  const mark = delimiter === '\t' ? 'tab' : delimiter;
  const cells =
    format === 'delimited' ? `cells by ${mark}${quote ? ', quotes' : ''}, header in line ${headerLine}` : format;
  const inside =
    members.length > 0
      ? `zip of ${members.length} (${members.slice(0, 3).join(', ')}${members.length > 3 ? ' …' : ''})`
      : packed;
  const numbers = `decimals by ${marks.decimal}${marks.thousands === '' ? '' : `, thousands by ${JSON.stringify(marks.thousands)}`}`;
  return [
    `${safeText(object)}: read as ${preset}`,
    `  ${inside}, ${encoding}${byteOrderMark ? ' with a byte order mark' : ''}, ${cells}; ${numbers}, dates ${marks.dates || 'as ISO or none'}`,
    `  ${counted(rows, 'record')} of ${header.length} columns in ${counted(bytes, 'byte')}, all looked at`,
    ...notes.map((note) => `  note: ${safeText(note)}`),
  ];
}

function reportLines({ items, letters, totals, supersedes }: PreviewedReport): string[] {
  return [
    ...(supersedes
      ? [
          `  supersedes revision ${supersedes.revision.slice(0, 12)} of ${supersedes.committedAt} (${supersedes.provenance}), whose ${counted(supersedes.counts.accepted, 'row')} would no longer count`,
        ]
      : []),
    ...alignedColumns([['territory', 'currency', 'rows', 'units', 'amount'], ...totalCells(totals)], '  '),
    ...(items.length === 0 ? [] : ['  first rows:', ...items.map((item) => `    ${safeText(itemText(item))}`)]),
    ...letters.map(({ source, code, message }) => `  rejected: line ${source.line}: ${code}, ${safeText(message)}`),
  ];
}

/** The totals of a report; of many cells the first ones and how many there are. */
function totalCells(totals: readonly TotalLine[]): string[][] {
  const cells = totals.map(({ territory, currency = '', rows, units, amount = '' }) => [
    territory,
    currency,
    String(rows),
    units,
    amount,
  ]);
  if (cells.length <= maxTotals) return cells;
  return [...cells.slice(0, maxTotals), [`… ${cells.length - maxTotals} more`, '', '', '', '']];
}

function itemText({
  isrc = '-',
  title = '-',
  territory,
  period,
  saleType,
  units,
  amount,
  currency,
}: RoyaltyLineItem): string {
  const money = amount === undefined ? [] : [`${amount} ${currency ?? ''}`.trim()];
  return [isrc, title.slice(0, 32), territory, period, saleType, `${units} units`, ...money].join(' · ');
}
