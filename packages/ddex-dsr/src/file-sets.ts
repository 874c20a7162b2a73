import { type DsrFileName, elementsOf, parseDsrFileName } from './file-name.ts';

/**
 * How a sender says that all files of a message are there.
 *
 * Shape: `ctrl` the same name ending in `.ctrl`; `file-available` a sub-folder `file_available/` with a leading `_`;
 * `ack` the prefix `ACK_` in place of `DSR_`. All leave out the x of y.
 * Source: DDEX DSR Part 1, 8.3, versions 1.1 to 1.3.
 */
export type Semaphore = 'none' | 'ctrl' | 'file-available' | 'ack';

/** The files of one message, as far as they are there. */
export interface DsrFileSet {
  /** The name without x of y; equal for all files of the message. */
  readonly key: string;
  /** Order: by file number. */
  readonly files: readonly { readonly path: string; readonly name: DsrFileName }[];
  readonly missing: readonly number[];
  readonly repeated: readonly number[];
  /** Whether the semaphore is there; true when none is asked for. */
  readonly released: boolean;
  /** Whether it may be read: all files once, and released. */
  readonly ready: boolean;
}

/** Groups paths into messages; `others` are no DSR files, semaphores are in neither. */
export function groupDsrFiles(
  paths: Iterable<string>,
  semaphore: Semaphore = 'none',
): { readonly sets: readonly DsrFileSet[]; readonly others: readonly string[] } {
  const groups = new Map<string, { path: string; name: DsrFileName }[]>();
  const released = new Set<string>();
  const others: string[] = [];
  for (const path of paths) {
    const name = parseDsrFileName(path);
    const signal = semaphoreOf(path);
    if (name !== undefined) {
      const key = keyOf(folderOf(path), name);
      groups.set(key, [...(groups.get(key) ?? []), { path, name }]);
    } else if (signal === undefined) others.push(path);
    else if (signal.kind === semaphore) released.add(signal.key);
  }
  const sets = [...groups].sort(([left], [right]) => (left < right ? -1 : 1));
  return {
    sets: sets.map(([key, files]) => fileSet(key, files, semaphore === 'none' || released.has(signalKey(files[0]!)))),
    others,
  };
}

function fileSet(key: string, files: DsrFileSet['files'], released: boolean): DsrFileSet {
  const numbers = files.map(({ name }) => name.fileNumber);
  const count = files[0]?.name.numberOfFiles ?? 0;
  const missing = Array.from({ length: count }, (_, at) => at + 1).filter((number) => !numbers.includes(number));
  const repeated = [...new Set(numbers.filter((number, at) => numbers.indexOf(number) !== at))];
  const ready = released && missing.length === 0 && repeated.length === 0;
  const sorted = [...files].sort((left, right) => left.name.fileNumber - right.name.fileNumber);
  return Object.freeze({ key, files: sorted, missing, repeated, released, ready });
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

function keyOf(folder: string, name: DsrFileName): string {
  return `${releaseKey(folder, name)} of ${name.numberOfFiles}`;
}

/** What a semaphore has in common with its files: everything but the x of y. */
function releaseKey(
  folder: string,
  { recipient = '', sender, service, period, territory, createdAt }: DsrFileName,
): string {
  const days = period === undefined ? '' : `${period.start}--${period.end}`;
  return `${folder}DSR_${recipient}_${sender}_${service}_${days}_${territory}_${createdAt}`;
}

function signalKey({ path, name }: { readonly path: string; readonly name: DsrFileName }): string {
  return releaseKey(folderOf(path), name);
}

/** A semaphore's kind, and what its files go by; undefined for what is no semaphore. */
function semaphoreOf(path: string): { readonly kind: Semaphore; readonly key: string } | undefined {
  const folder = folderOf(path);
  const name = path.slice(folder.length);
  if (!/\.ctrl$|^ACK_/i.test(name)) return undefined;
  const [, underscore, prefix, stem = ''] = /^(_?)(DSR|ACK)_(.+)\.ctrl$/i.exec(name) ?? [];
  const elements = elementsOf(stem.split('_'));
  if (prefix === undefined || elements === undefined) return { kind: 'none', key: '' };
  if (underscore === '')
    return { kind: prefix.toUpperCase() === 'ACK' ? 'ack' : 'ctrl', key: releaseKey(folder, elements) };
  const [available] = /(?<=^|\/)file_available\/$/i.exec(folder) ?? [];
  if (available === undefined) return { kind: 'none', key: '' };
  return { kind: 'file-available', key: releaseKey(folder.slice(0, -available.length), elements) };
}
