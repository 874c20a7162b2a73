import type { AuditEnd } from '../contracts/audit.ts';
import { chainStart, digestOf } from './audit-chain.ts';

export type AuditVerdict =
  | {
      readonly intact: true;
      readonly records: number;
      readonly head: string;
      /** Bytes after the last whole record, which a crash left behind; absent when there are none. */
      readonly tornBytes?: number;
    }
  | {
      readonly intact: false;
      readonly problem: 'altered' | 'missing' | 'reordered' | 'added';
      /** The number of the first record at fault. */
      readonly seq: number;
      /** The 1-based line where it shows. */
      readonly line: number;
      readonly message: string;
    };

/** Where a log once stood, as somebody else kept it. */
export interface AuditMark extends AuditEnd {
  /** Who kept it, for people: `the manifest of …`. */
  readonly keptBy: string;
}

export interface VerifyOptions {
  /** Places where the log once stood; without one, a change of the very last record and a cut-off end cannot be noticed. */
  readonly marks?: readonly AuditMark[];
  /** Where the log stood when its run closed it: nothing may follow. */
  readonly end?: AuditMark;
}

type Fault = Extract<AuditVerdict, { intact: false }>;

/** Follows the chain of an audit log, line by line, and names the first record that was altered, removed, moved or added. */
export class AuditVerifier {
  readonly #marks = new Map<number, AuditMark>();
  readonly #end: AuditMark | undefined;
  #prev = chainStart;
  #records = 0;
  #fault: Fault | undefined;
  /** A record that is not where it belongs: missing, unless it turns up later. */
  #sought: number | undefined;

  constructor({ marks = [], end }: VerifyOptions = {}) {
    this.#end = end;
    for (const mark of end ? [...marks, end] : marks) this.#marks.set(mark.records, mark);
  }

  /** Whether nothing that follows can change the verdict. */
  get isSettled(): boolean {
    return this.#fault !== undefined && this.#sought === undefined;
  }

  /** Takes the next line, without its line break. */
  add(line: string | Buffer): void {
    const link = typeof line === 'string' ? linkOf(line, line) : linkIn(line);
    if (this.#fault !== undefined) {
      if (link !== undefined && link.seq === this.#sought) this.#reorder(link.seq);
      return;
    }
    const seq = this.#records;
    const at = seq + 1;
    if (link?.seq !== seq || link.prev !== this.#prev) {
      this.#blame(link, seq, at);
      return;
    }
    this.#prev = digestOf(line);
    this.#records = at;
    const mark = this.#marks.get(at);
    if (mark !== undefined && mark.head !== this.#prev) this.#fault = rewritten(seq, at, mark);
    else if (this.#end !== undefined && at > this.#end.records)
      this.#fault = fault('added', seq, at, `was added after ${this.#end.keptBy}`);
  }

  finish(tornBytes = 0): AuditVerdict {
    if (this.#fault !== undefined) return this.#fault;
    const later = [...this.#marks.values()].find(({ records }) => records > this.#records);
    if (later !== undefined) return cutOff(this.#records, later);
    const verdict = { intact: true, records: this.#records, head: this.#prev } as const;
    return tornBytes === 0 ? verdict : { ...verdict, tornBytes };
  }

  #blame(link: Link | undefined, seq: number, at: number): void {
    if (link === undefined) this.#fault = fault('altered', seq, at, 'is no record any more');
    else if (link.prev === this.#prev) this.#fault = fault('altered', seq, at, `claims to be record ${link.seq}`);
    else if (link.seq === seq)
      this.#fault =
        seq === 0
          ? fault('altered', seq, at, 'does not begin a chain')
          : fault('altered', seq - 1, seq, `is not what record ${seq} was appended to`);
    else if (link.seq < seq) this.#fault = fault('reordered', link.seq, at, 'stands here a second time');
    else {
      this.#fault = fault('missing', seq, at, `is gone; line ${at} holds record ${link.seq}`);
      this.#sought = seq;
    }
  }

  #reorder(seq: number): void {
    this.#sought = undefined;
    this.#fault = fault('reordered', seq, seq + 1, 'stands further down');
  }
}

/** {@link AuditVerifier} over lines that are at hand. */
export function verifyAudit(lines: Iterable<string>, options: VerifyOptions = {}): AuditVerdict {
  const verifier = new AuditVerifier(options);
  const texts = [...lines];
  if (texts.at(-1) === '') texts.pop();
  for (const text of texts) verifier.add(text);
  return verifier.finish();
}

interface Link {
  readonly seq: number;
  readonly prev: string;
}

const prevMark = '","prev":"';
const seqMark = ',"seq":';

/** Units: bytes of a line that are looked at from either end; what a record holds lies between. */
const endBytes = 192;

function linkIn(line: Buffer): Link | undefined {
  const head = line.toString('latin1', 0, endBytes);
  return linkOf(head, line.length <= endBytes ? head : line.toString('latin1', line.length - endBytes));
}

/**
 * What a line says about its place, by its beginning and its end; undefined when it is no record.
 *
 * A line's keys stand in order, so its place is told by its ends alone; what lies between is for the next line's digest to judge.
 */
function linkOf(head: string, tail: string): Link | undefined {
  const kindEnd = head.indexOf(prevMark, 9);
  if (!head.startsWith('{"kind":"') || kindEnd < 0 || !tail.endsWith('}')) return undefined;
  const start = kindEnd + prevMark.length;
  const prev = head.slice(start, start + chainStart.length);
  const seqAt = tail.lastIndexOf(seqMark);
  const end = tail.indexOf(',', seqAt + seqMark.length);
  if (seqAt < 0 || end < 0) return undefined;
  const seq = Number(tail.slice(seqAt + seqMark.length, end));
  return Number.isInteger(seq) ? { seq, prev } : undefined;
}

function rewritten(seq: number, line: number, { keptBy }: AuditMark): Fault {
  return fault('altered', seq, line, `or one before it was written anew: ${keptBy} says otherwise`);
}

function cutOff(records: number, { records: noted, keptBy }: AuditMark): Fault {
  const gone = noted - records === 1 ? 'is gone' : `and all after it, ${noted - records} in all, are gone`;
  return fault('missing', records, records + 1, `${gone}: ${keptBy} says that there were ${noted}`);
}

function fault(problem: Fault['problem'], seq: number, line: number, what: string): Fault {
  return { intact: false, problem, seq, line, message: `Record ${seq} of the audit log (line ${line}) ${what}.` };
}
