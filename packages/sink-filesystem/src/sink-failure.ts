import { type Disposition, isLedgerlineError, SinkError } from '@ledgerline/core';

interface Kind {
  readonly code: string;
  readonly why: string;
  readonly next: string;
  /** `retry` keeps what was staged for the next run. */
  readonly disposition: Disposition;
}

const full: Kind = {
  code: 'SINK_DISK_FULL',
  why: 'the disk is full',
  next: 'free space and run again',
  disposition: 'retry',
};
const denied: Kind = {
  code: 'SINK_NOT_WRITABLE',
  why: 'permission denied',
  next: 'give this user write access to the lake, or choose another path',
  disposition: 'abort',
};
const misplaced: Kind = {
  code: 'SINK_PATH_INVALID',
  why: 'a part of the path is a file, not a directory',
  next: 'choose another path for the lake',
  disposition: 'abort',
};

const kinds: Readonly<Record<string, Kind>> = {
  ENOSPC: full,
  EDQUOT: { ...full, why: 'the quota is used up' },
  EACCES: denied,
  EPERM: denied,
  EROFS: { ...denied, why: 'the file system is mounted read-only' },
  ENOTDIR: misplaced,
  EFBIG: {
    code: 'SINK_WRITE_FAILED',
    why: 'a file would be larger than a limit allows',
    next: 'raise the limit (ulimit -f) or lower maxPartRows, and run again',
    disposition: 'retry',
  },
  EMFILE: {
    code: 'SINK_WRITE_FAILED',
    why: 'too many open files',
    next: 'raise the limit (ulimit -n) or lower maxOpenFiles',
    disposition: 'retry',
  },
};

function errnoOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}

/** Turns an error of the file system into one message: what, where, and what to do next. Errors of our own pass. */
export function sinkFailure(error: unknown, what: string, path: string): unknown {
  if (isLedgerlineError(error)) return error;
  const errno = errnoOf(error);
  const kind = kinds[errno] ?? {
    code: 'SINK_WRITE_FAILED',
    why: 'the file system reported an error',
    next: 'check the disk and run again',
    disposition: 'retry' as const,
  };
  return new SinkError(
    `Could not ${what} ${path}: ${kind.why} (${errno}). Published reports are unchanged; ${kind.next}.`,
    { code: kind.code, disposition: kind.disposition, details: { path, errno, operation: what }, cause: error },
  );
}
