import { ConfigError, type LedgerlineError, PayloadError } from '@ledgerline/core';

/** The `code` of a failed call of the operating system. */
export function systemCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** The root of a drop cannot be used. */
export function rootError(root: string, cause: unknown): LedgerlineError {
  const code = systemCode(cause);
  const next =
    code === 'ENOENT'
      ? 'it does not exist; create it or correct the path in the configuration'
      : code === 'ENOTDIR'
        ? 'it is not a folder; correct the path in the configuration'
        : `the system answered ${code ?? 'an unknown error'}; check its permissions`;
  return new ConfigError(`The drop folder ${root} cannot be listed: ${next}.`, { cause, details: { path: root } });
}

/** A single file of a drop cannot be used. */
export function fileError(path: string, cause: unknown): LedgerlineError {
  const code = systemCode(cause);
  if (code === 'ENOENT') {
    return new PayloadError(`${path} is no longer in the drop; put it back or list again.`, {
      code: 'FILE_MISSING',
      cause,
      details: { path },
    });
  }
  return new PayloadError(
    `${path} cannot be read: the system answered ${code ?? 'an unknown error'}; check the file and its permissions.`,
    { code: 'FILE_UNREADABLE', cause, details: { path } },
  );
}

/** What is read is not what was listed: somebody is still writing it. */
export function changedError(path: string, what: string): LedgerlineError {
  return new PayloadError(
    `${path} is still being written: it changed after it was listed (${what}). A later run takes it once it is left alone.`,
    { code: 'FILE_CHANGED', disposition: 'defer', details: { path } },
  );
}

/** A path that no listing gave: it climbs, or is none. */
export function outsideError(path: string): LedgerlineError {
  return new PayloadError(`${path} does not lie inside the drop; only files below its root are opened.`, {
    code: 'FILE_OUTSIDE',
    details: { path },
  });
}
