import type { DeadLetter } from '@ledgerline/core';
import { columns } from './columns.ts';
import type { Paint } from './paint.ts';
import { counted } from './quantities.ts';
import { safeText } from './safe-text.ts';

/** Rejected rows for people; the rows themselves only with `--json`. */
export function deadLetterText(letters: readonly DeadLetter[], more: boolean, paint: Paint): string {
  if (letters.length === 0) return 'no rejected rows';
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
