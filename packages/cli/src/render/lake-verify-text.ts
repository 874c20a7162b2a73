import type { LakeProblem, LakeVerified } from '@ledgerline/core';
import type { Paint } from './paint.ts';
import { counted } from './quantities.ts';

/** What a verification found: one line a problem, then what was read. */
export function lakeVerifyText(verified: LakeVerified, shown: readonly LakeProblem[], paint: Paint): string {
  const { reports, manifests, files, rows, bytes, problems } = verified;
  const lines = shown.map(({ code, path, message }) => `${paint('bad', code)}  ${path}: ${message}`);
  if (problems > shown.length) lines.push(`… and ${counted(problems - shown.length, 'more problem')}`);
  const read = `${counted(reports, 'report')}, ${counted(manifests, 'manifest')}, ${counted(files, 'file')}, ${counted(rows, 'row')}, ${counted(bytes, 'byte')} read`;
  const verdict =
    problems === 0 ? paint('good', 'every hash, row and sum holds') : paint('bad', counted(problems, 'problem'));
  return [...lines, ...(lines.length > 0 ? [''] : []), `${verdict}: ${read}`].join('\n');
}
