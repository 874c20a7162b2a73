import type { Body } from '@ledgerline/core';

/**
 * Whether a file can be read: `not-yet` while it may still be written (see `minAgeMs`), `refused` when the drop will not
 * open it at all (a link that leaves the drop, a socket); `why` then says so to people.
 */
export type DropState = 'ready' | 'not-yet' | 'refused';

/** A file of a drop. Units: `size` bytes, `modifiedMs` epoch milliseconds. */
export interface DropEntry {
  /** Relative to the root of the drop, with `/` between segments. */
  readonly path: string;
  readonly size: number;
  readonly modifiedMs: number;
  /** Changes whenever the file may have changed. */
  readonly tag: string;
  readonly state: DropState;
  readonly why?: string;
}

/** What a listing said about a file, to be held against what is read. */
export interface ExpectedFile {
  readonly size?: number;
  readonly tag?: string;
}

/**
 * A place where files are left: listed, opened, never written to.
 *
 * Safe for overlapping calls. Errors: ConfigError when the drop itself is not there or not readable, PayloadError `FILE_MISSING` or
 * `FILE_CHANGED` for a single file; each names the path and what to do.
 */
export interface Drop {
  /** For people: `directory /srv/reports`. */
  readonly name: string;
  /**
   * Every file whose path begins with `prefix`, ascending by path (code units), the same on every machine.
   *
   * Hidden files (a name beginning with `.`) are left out. A file that disappears meanwhile is left out, too.
   */
  list(prefix?: string): AsyncIterable<DropEntry>;
  /** The bytes of a file in chunks of 256 KiB (the last one is shorter); breaking off early closes it. */
  open(path: string, signal?: AbortSignal): AsyncIterable<Uint8Array>;
  /**
   * A file as a document with the evidence `file-size`: as many bytes were read as were listed.
   *
   * Errors: PayloadError `FILE_CHANGED` when size or tag are not those expected; nothing of a changed file is handed on
   * before that is known, except what was read when it changed during the reading.
   */
  body(path: string, expected?: ExpectedFile): Body;
}
