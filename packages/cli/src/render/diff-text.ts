import { type ComparedReport, type DifferingRows, type RowDifference, type RowSums, reportId } from '@ledgerline/core';
import { alignedColumns } from './aligned-columns.ts';
import type { Paint } from './paint.ts';
import { counted, money } from './quantities.ts';
import { safeText } from './safe-text.ts';

const verdicts = {
  equal: 'equal: every row has its like',
  regrouped: 'regrouped: units and money agree everywhere, told in other rows',
  different: 'different',
} as const;

const standing = {
  api: 'What the DSP delivered is in force.',
  file: 'The file is in force.',
  held: 'What was in force stays until a person decides.',
} as const;

/** How two deliveries of a report compare: the sums of each, what only one has, what differs, and the first rows of it. */
export function diffText(compared: ComparedReport, withoutRows: boolean, paint: Paint): string {
  const { report, equivalence, stands, policy, at, first } = compared;
  const { verdict, file, api, onlyFile, onlyApi, different, comparedBy } = equivalence;
  const rows = [
    ['', 'ROWS', 'UNITS', 'MONEY'],
    ['file', ...figures(file)],
    ['DSP', ...figures(api)],
    ...(verdict === 'different'
      ? [
          ['only in the file', ...figures(onlyFile)],
          ['only from the DSP', ...figures(onlyApi)],
          ['different, file less DSP', ...figures(different)],
        ]
      : []),
  ];
  const rejected = [file, api].some((side) => side.rejected > 0)
    ? [`rejected, and not compared: ${counted(file.rejected, 'row')} of the file, ${api.rejected} of the DSP's`]
    : [];
  const total = onlyFile.rows + onlyApi.rows + different.rows;
  const told = withoutRows ? [] : first.map(differenceLine);
  const more = !withoutRows && total > 0 ? [paint('faint', 'all of them: add --all')] : [];
  return [
    `${reportId(report)}: ${paint(verdict === 'different' ? 'bad' : 'good', verdicts[verdict])}`,
    paint(
      'faint',
      `${safeText(file.object)} (file) and ${safeText(api.object)} (DSP), compared ${at} by ${comparedBy.join(', ')}`,
    ),
    ...alignedColumns(rows, '  '),
    ...rejected,
    ...told,
    ...more,
    `${standing[stands]}${policy === undefined ? '' : ` (sourcesDiffer: ${policy})`}`,
    ...(stands === 'held'
      ? [`next: \`ledgerline accept ${reportId(report)} --why …\` takes the other one; or mend either and run again`]
      : []),
  ].join('\n');
}

function figures({ rows, units, amounts }: RowSums): string[] {
  return [rows.toLocaleString('en'), units, money(amounts)];
}

/** `different  DEZZ12600001 DE 2026-03 stream EUR: file line 3, 1 unit, 0.02; DSP line 3, 1 unit, 0.03; -0.01` */
export function differenceLine({ kind, key, file, api, units, amount }: RowDifference): string {
  const name = Object.values(key).map(safeText).join(' ');
  const sides = [...sideText('file', file), ...sideText('DSP', api)];
  const change = [
    ...(units !== undefined && units !== '0' ? [`${signed(units)} units`] : []),
    ...(amount !== undefined && amount !== '0' ? [`${signed(amount)} ${key.currency ?? ''}`.trim()] : []),
  ];
  return `  ${kind.padEnd(9)}  ${name}: ${[...sides, ...(change.length > 0 ? [change.join(', ')] : [])].join('; ')}`;
}

function sideText(name: string, side: DifferingRows | undefined): string[] {
  if (!side) return [];
  const { line, rows, units, amount } = side;
  const where = rows === 1 ? `line ${line}` : `${rows} rows from line ${line}`;
  return [`${name} ${where}, ${units} ${units === '1' ? 'unit' : 'units'}${amount === undefined ? '' : `, ${amount}`}`];
}

function signed(text: string): string {
  return text.startsWith('-') ? text : `+${text}`;
}
