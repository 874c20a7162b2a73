import type { DeadLetter } from '@ledgerline/core';
import { columns } from './columns.ts';
import type { Paint } from './paint.ts';
import { counted } from './quantities.ts';

/** Rejected rows for people; the rows themselves only with `--json`. */
export function deadLetterText(letters: readonly DeadLetter[], more: boolean, paint: Paint): string {
  if (letters.length === 0) return 'no rejected rows';
  const rows = letters.map(({ report, source, stage, code, path, message }) => [
    report,
    `line ${source.line}`,
    stage,
    code,
    path ? `${path}: ${message}` : message,
  ]);
  const [head = '', ...lines] = columns([['REPORT', 'PLACE', 'STAGE', 'CODE', 'WHY'], ...rows]);
  const closing = more
    ? `the first ${counted(letters.length, 'row')}; see more with --limit`
    : counted(letters.length, 'rejected row');
  return [paint('faint', head), ...lines, '', closing].join('\n');
}
