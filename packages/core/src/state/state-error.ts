import { SinkError } from '../errors/leaves.ts';

/** A store that cannot be used: what was tried, where, and what to do. */
export function stateError(attempted: string, path: string, cause: unknown): SinkError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new SinkError(
    `The state store ${path} could not be ${attempted} (${why}); check that its folder is writable, has room, and that no other program holds the file.`,
    { code: 'STATE_UNAVAILABLE', cause, details: { path, attempted } },
  );
}
