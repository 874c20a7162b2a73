import { chainStart, digestOf } from './audit-chain.ts';

export type AuditVerdict =
  | { readonly intact: true; readonly records: number; readonly head: string }
  | {
      readonly intact: false;
      readonly problem: 'altered' | 'missing' | 'reordered';
      /** The number of the first record at fault. */
      readonly seq: number;
      /** The 1-based line where it shows. */
      readonly line: number;
      readonly message: string;
    };

export interface VerifyOptions {
  /** The digest kept elsewhere; without it, changes to the very last record and a cut-off end cannot be noticed. */
  readonly head?: string;
}

interface Link {
  readonly seq: number;
  readonly prev: string;
}

/** Follows the chain of an audit log and names the first record that was altered, removed or moved. */
export function verifyAudit(lines: Iterable<string>, { head }: VerifyOptions = {}): AuditVerdict {
  const texts = [...lines];
  if (texts.at(-1) === '') texts.pop();
  const links = texts.map(linkOf);
  let prev = chainStart;
  for (const [seq, link] of links.entries()) {
    const line = seq + 1;
    if (link === undefined) return fault('altered', seq, line, 'is no record any more');
    if (link.seq === seq && link.prev === prev) {
      prev = digestOf(texts[seq] ?? '');
      continue;
    }
    if (link.prev === prev) return fault('altered', seq, line, `claims to be record ${link.seq}`);
    if (link.seq === seq) {
      if (seq === 0) return fault('altered', seq, line, 'does not begin a chain');
      return fault('altered', seq - 1, seq, `is not what record ${seq} was appended to`);
    }
    if (link.seq < seq) return fault('reordered', link.seq, line, 'stands here a second time');
    if (links.slice(line).some((later) => later?.seq === seq)) {
      return fault('reordered', seq, line, `comes after record ${link.seq}`);
    }
    return fault('missing', seq, line, `is gone; line ${line} holds record ${link.seq}`);
  }
  if (head !== undefined && head !== prev) {
    const last = Math.max(0, links.length - 1);
    return links.length === 0
      ? fault('missing', 0, 1, 'is gone; the log is empty')
      : fault('altered', last, links.length, 'is not the end that was noted: it was changed, or what followed is gone');
  }
  return { intact: true, records: links.length, head: prev };
}

function linkOf(text: string): Link | undefined {
  try {
    const value: { readonly seq?: unknown; readonly prev?: unknown } | null = JSON.parse(text);
    if (typeof value?.seq !== 'number' || typeof value.prev !== 'string') return undefined;
    return { seq: value.seq, prev: value.prev };
  } catch {
    return undefined;
  }
}

function fault(problem: 'altered' | 'missing' | 'reordered', seq: number, line: number, what: string): AuditVerdict {
  return { intact: false, problem, seq, line, message: `Record ${seq} of the audit log (line ${line}) ${what}.` };
}
