import type { DropEntry } from './drop.ts';

/** A file the drop will not open. */
export function refusedEntry(path: string, why: string): DropEntry {
  return { path, size: 0, modifiedMs: 0, tag: '', state: 'refused', why };
}

/** Whether a path is made of names alone: nothing empty, nothing that climbs. */
export function isPlainPath(path: string): boolean {
  if (path.includes('\0')) return false;
  return path.split('/').every((segment) => segment !== '' && segment !== '.' && segment !== '..');
}

/** Whether a name of the path begins with a dot; those that climb are not hidden but refused. */
export function isHidden(path: string): boolean {
  return path.split('/').some((segment) => /^\.(?!\.?$)/.test(segment));
}

/** Ascending by code units, the same on every machine. */
export function byPath(left: { readonly path: string }, right: { readonly path: string }): number {
  return left.path < right.path ? -1 : left.path > right.path ? 1 : 0;
}
