import { createHash } from 'node:crypto';
import type { RejectedRow } from '../contracts/batch.ts';
import type { DeadLetter } from '../contracts/manifest.ts';

/** Gives rejected rows their identity: the same row of the same report rejected for the same reason is the same letter, whenever. */
export function deadLetter(report: string, rejected: RejectedRow): DeadLetter {
  const { stage, code, path, message, place, raw, item, row } = rejected;
  const identity = `${report}\n${place.object}\n${place.record}\n${code}\n${raw}`;
  return {
    id: createHash('sha256').update(identity).digest('hex').slice(0, 16),
    report,
    stage,
    code,
    ...(path === undefined ? {} : { path }),
    message,
    source: { object: place.object, record: place.record, line: place.line, byteOffset: place.byteOffset },
    raw,
    ...(item === undefined ? {} : { item: { ...item } }),
    ...(row === undefined ? {} : { row }),
  };
}
