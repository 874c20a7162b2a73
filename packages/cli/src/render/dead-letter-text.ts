import { type DeadLetter, type HeldReport, reportId } from '@ledgerline/core';
import { columns } from './columns.ts';
import type { Paint } from './paint.ts';
import { counted } from './quantities.ts';
import { safeText } from './safe-text.ts';

/** Rejected rows for people, and the held reports that have some; the rows themselves only with `--json`. */
export function deadLetterText(
  letters: readonly DeadLetter[],
  more: boolean,
  held: readonly HeldReport[],
  paint: Paint,
): string {
  const waiting = held.map((report) => paint('bad', heldText(report)));
  const none = waiting.length === 0 ? 'no rejected rows' : 'no rejected rows in committed reports';
  return [letters.length === 0 ? none : tableText(letters, more, paint), ...waiting].join('\n');
}

function heldText({ report, rejected }: HeldReport): string {
  const id = reportId(report);
  const count = rejected === undefined ? '' : ` (${rejected.toLocaleString('en')})`;
  return `held: ${id} is not committed, so its rejected rows${count} are no dead letters; see their lines, fields and codes with \`ledgerline audit show ${id}\`, and what to do with \`ledgerline status\``;
}

function tableText(letters: readonly DeadLetter[], more: boolean, paint: Paint): string {
  const rows = letters.map(({ id, report, source, stage, code, path, message, resolution }) => [
    id,
    report,
    `line ${source.line}`,
    stage,
    code,
    `${resolution ? `[${resolution.kind}] ` : ''}${safeText(path ? `${path}: ${message}` : message)}`,
  ]);
  const [head = '', ...lines] = columns([['ID', 'REPORT', 'PLACE', 'STAGE', 'CODE', 'WHY'], ...rows]);
  const closing = more
    ? `the first ${counted(letters.length, 'row')}; see more with --limit`
    : counted(letters.length, 'rejected row');
  return [paint('faint', head), ...lines, '', closing].join('\n');
}
