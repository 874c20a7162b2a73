import type { DeadLetter, LetterResolution } from '@ledgerline/core';
import { columns } from './columns.ts';
import { letterNextStep } from './letter-next-step.ts';
import type { Paint } from './paint.ts';
import { safeText } from './safe-text.ts';

const stages = {
  decode: 'the text could not be taken apart into cells',
  map: 'the row was read but could not be turned into a line item',
  validate: 'the line item was made but a validator refused it',
} as const;

/** Everything about one dead letter, for people. */
export function letterText(letter: DeadLetter, paint: Paint): string {
  const { id, report, source, stage, code, path, message, raw, item, row, resolution } = letter;
  const place = `line ${source.line} of ${safeText(source.object)} (record ${source.record}, byte ${source.byteOffset})`;
  const facts = [
    ['state', resolution ? settled(resolution) : 'open'],
    ['report', report],
    ['place', place],
    ['stage', `${stage}: ${stages[stage]}`],
    ['code', code],
    ...(path ? [['field', safeText(path)]] : []),
    ['why', safeText(message)],
  ];
  const lines = [
    paint('faint', `dead letter ${id}`),
    ...columns(facts, '  '),
    '',
    '  the row as received',
    `    ${safeText(raw)}`,
  ];
  if (row) lines.push('', '  its cells', ...table(row.cells));
  for (const { lookup, key, values } of row?.joined ?? [])
    lines.push('', `  what ${safeText(lookup)} has for ${safeText(key)}`, ...table(values));
  if (item && Object.keys(item).length > 0) lines.push('', '  the line item as far as it got', ...table(item));
  return [...lines, '', `next: ${letterNextStep(letter)}`].join('\n');
}

function settled({ kind, at, by, why, run }: LetterResolution): string {
  const who = by === undefined ? '' : ` by ${safeText(by)}`;
  return `${kind}${who} at ${at} (run ${run})${why === undefined ? '' : `: ${safeText(why)}`}`;
}

function table(cells: Readonly<Record<string, string | null | undefined>>): string[] {
  const rows = Object.entries(cells).map(([name, text]) => [
    safeText(name),
    text === null || text === undefined ? '(absent)' : text === '' ? '(empty)' : safeText(text),
  ]);
  return columns(rows, '    ');
}
