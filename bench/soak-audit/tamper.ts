import { createHash } from 'node:crypto';
import type { Draw } from './write-log.ts';

export const tamperings = ['flip', 'drop', 'swap', 'truncate', 'insert', 're-hash'] as const;
export type Tampering = (typeof tamperings)[number];

export interface Tampered {
  readonly bytes: Buffer;
  /** The records that may be named as the first at fault. */
  readonly from: number;
  readonly to: number;
  readonly what: string;
}

/** Changes a log in one random place. Order: `from` is one less where a damaged link looks like the record before it being at fault. */
export function tamper(kind: Tampering, log: Buffer, draw: Draw): Tampered {
  const lines = log.toString('latin1').split('\n').slice(0, -1);
  const at = draw(lines.length);
  const text = (changed: readonly string[]): Buffer =>
    Buffer.from(changed.map((line) => `${line}\n`).join(''), 'latin1');
  switch (kind) {
    case 'flip': {
      const byte = draw(log.length);
      const bytes = Buffer.from(log);
      bytes[byte] = (bytes[byte] ?? 0) ^ (1 << draw(8));
      const record = log.subarray(0, byte).toString('latin1').split('\n').length - 1;
      return { bytes, from: record - 1, to: record, what: `a bit of byte ${byte}` };
    }
    case 'drop':
      return { bytes: text(lines.toSpliced(at, 1)), from: at, to: at, what: `record ${at}` };
    case 'swap': {
      const other = (at + 1 + draw(lines.length - 1)) % lines.length;
      const [first, second] = at < other ? [at, other] : [other, at];
      const swapped = [...lines];
      [swapped[first], swapped[second]] = [lines[second] ?? '', lines[first] ?? ''];
      return { bytes: text(swapped), from: first, to: first, what: `records ${first} and ${second}` };
    }
    case 'truncate': {
      const length = draw(log.length);
      const record = log.subarray(0, length).toString('latin1').split('\n').length - 1;
      return { bytes: log.subarray(0, length), from: record, to: record, what: `after ${length} bytes` };
    }
    case 'insert': {
      const place = 1 + draw(lines.length);
      const forged = draw(2) === 0 ? (lines[draw(place)] ?? '') : forgedAfter(lines[place - 1] ?? '', place);
      return { bytes: text(lines.toSpliced(place, 0, forged)), from: 0, to: place, what: `before record ${place}` };
    }
    case 're-hash': {
      const changed = [...lines];
      changed[at] = (lines[at] ?? '').replace(/"t":(\d+)}$/, (_, t: string) => `"t":${Number(t) + 1}}`);
      const next = changed[at + 1];
      if (next !== undefined)
        changed[at + 1] = next.replace(/"prev":"[0-9a-f]{64}"/, `"prev":"${digest(changed[at])}"`);
      return {
        bytes: text(changed),
        from: at,
        to: Math.min(at + 1, lines.length - 1),
        what: `record ${at} and its digest`,
      };
    }
  }
}

/** A record that a forger would add: its link is right. */
function forgedAfter(line: string, seq: number): string {
  return `{"kind":"sync.committed","prev":"${digest(line)}","record":{"sync":"forged"},"seq":${seq},"t":1772668800000}`;
}

function digest(line = ''): string {
  return createHash('sha256').update(line).digest('hex');
}
