import { closeSync, existsSync, fstatSync, ftruncateSync, openSync, readSync } from 'node:fs';
import type { AuditEnd } from '../contracts/audit.ts';
import { chainStart, digestOf } from './audit-chain.ts';

/** Units: bytes read at a time, from the end of the file. */
const stepBytes = 64 * 1024;

const lineBreak = 0x0a;

/** Finds where a log stands. A last line without its line break was torn by a crash: it is cut off and its length reported. */
export function readAuditEnd(path: string): AuditEnd & { readonly tornBytes: number } {
  if (!existsSync(path)) return { records: 0, head: chainStart, tornBytes: 0 };
  const file = openSync(path, 'r+');
  try {
    const fileBytes = fstatSync(file).size;
    const endOfLast = lastBreakBefore(file, fileBytes) + 1;
    if (endOfLast < fileBytes) ftruncateSync(file, endOfLast);
    const tornBytes = fileBytes - endOfLast;
    if (endOfLast === 0) return { records: 0, head: chainStart, tornBytes };
    const startOfLast = lastBreakBefore(file, endOfLast - 1) + 1;
    const line = readRange(file, startOfLast, endOfLast - 1).toString();
    const last: { readonly seq?: unknown } = JSON.parse(line);
    if (typeof last.seq !== 'number') throw new Error('its last line is no audit record');
    return { records: last.seq + 1, head: digestOf(line), tornBytes };
  } finally {
    closeSync(file);
  }
}

/** The offset of the last line break before `end`, or -1. */
function lastBreakBefore(file: number, end: number): number {
  for (let to = end; to > 0; to -= stepBytes) {
    const from = Math.max(0, to - stepBytes);
    const at = readRange(file, from, to).lastIndexOf(lineBreak);
    if (at >= 0) return from + at;
  }
  return -1;
}

function readRange(file: number, from: number, to: number): Buffer {
  const bytes = Buffer.alloc(to - from);
  return bytes.subarray(0, readSync(file, bytes, 0, bytes.length, from));
}
