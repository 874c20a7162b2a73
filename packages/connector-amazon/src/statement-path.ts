import { readMonthFolder } from './month-folder.ts';

/** What the place of a file tells: territory, month and service by its folders, the statement by its name. */
export interface StatementPath {
  readonly kind: 'statement';
  readonly territory: string;
  readonly period: string;
  readonly service: string;
  /** The name below the service folder, without extension: equal for a re-issue, and for `.csv` and `.zip` of one statement. */
  readonly name: string;
}

export type FilePlace =
  | StatementPath
  | { readonly kind: 'skip'; readonly reason: string }
  | { readonly kind: 'problem'; readonly code: string; readonly message: string };

/** Whether a file's name is that of a DSR message, or of a sign that one is complete. */
export function isDsrName(path: string): boolean {
  return /(?:^|\/)_?(?:DSR|ACK)_[^/]*\.(?:tsv(?:\.gz)?|ctrl)$/i.test(path) || /\.ctrl$/i.test(path);
}

function problem(code: string, message: string): FilePlace {
  return { kind: 'problem', code, message };
}

/**
 * Reads a path of the tree `territory/month/service/file`; pure.
 *
 * Source: a distributor's help page gives the order of the folders; their spelling is not documented.
 */
export function readStatementPath(path: string, prefix: string): FilePlace {
  if (isDsrName(path)) return { kind: 'skip', reason: 'a DSR message, which the feed dsr reads' };
  const stem = /^(.+?)(?:\.csv)?(?:\.csv|\.zip|\.gz)$/i.exec(path)?.[1];
  if (stem === undefined || !/\.(?:csv|zip|csv\.gz)$/i.test(path)) {
    return { kind: 'skip', reason: 'not a statement: only .csv, .csv.gz and .zip are' };
  }
  const start = prefix.slice(0, prefix.lastIndexOf('/') + 1);
  const [territory = '', month = '', service = '', ...name] = stem.slice(start.length).split('/');
  if (name.length === 0) {
    return problem(
      'PATH_UNEXPECTED',
      `${path} does not lie in folders of territory, month and service; move it there, or correct \`prefix\`.`,
    );
  }
  if (!/^[A-Z]{2}$/i.test(territory)) {
    return problem(
      'TERRITORY_UNREADABLE',
      `${path}: the folder "${territory}" is no two-letter territory; correct \`prefix\` or the folder.`,
    );
  }
  const period = readMonthFolder(month);
  if (period === undefined) {
    return problem(
      'PERIOD_UNREADABLE',
      `${path}: the folder "${month}" is no month (202607, 2026-07, Jul 2026 …); rename it.`,
    );
  }
  return { kind: 'statement', territory: territory.toUpperCase(), period, service, name: name.join('/') };
}

/** The scope of a statement's key; parts are encoded, so that no two statements share one. */
export function scopeOf({ territory, service, name }: StatementPath): string {
  return [territory, service, name].map(encodeURIComponent).join(':');
}
