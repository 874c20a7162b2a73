/** Where in the message something was noticed. Units: `line` from 1 and `byteOffset` from 0, both of the decoded object. */
export interface DsrPlace {
  readonly object: string;
  readonly line: number;
  readonly byteOffset: number;
}

/** A kind of thing noticed, with how often and where first; `failure` means that the message must not be used. */
export interface DsrIssue {
  readonly severity: 'finding' | 'failure';
  readonly code: string;
  readonly message: string;
  readonly recordType?: string;
  readonly cell?: string;
  readonly count: number;
  readonly first: DsrPlace;
  /** The first lines on which it was noticed. Order: ascending by reading. */
  readonly lines: readonly number[];
}

/** What an issue is about, besides its code. */
export interface IssueSubject {
  readonly recordType?: string;
  readonly cell?: string;
}

interface Kind extends IssueSubject {
  readonly severity: DsrIssue['severity'];
  readonly code: string;
  readonly message: string;
  readonly first: DsrPlace;
  readonly lines: number[];
  count: number;
}

/** Lines kept per kind; the count goes on. */
const maxLines = 20;
/** Kinds kept; a hostile document must not grow the log without bound. */
const maxKinds = 2000;

/** Collects issues by kind: exact counts, the first few lines, bounded memory. */
export class IssueLog {
  readonly #kinds = new Map<string, Kind>();
  readonly #strict: boolean;
  /** Failures so far; strict reading counts findings, too. */
  failures = 0;

  constructor(strict: boolean) {
    this.#strict = strict;
  }

  /** Something lenient reading can live with; `message` describes the kind, not the occurrence. */
  finding(code: string, place: DsrPlace, subject: IssueSubject, message: string): void {
    this.#note(this.#strict ? 'failure' : 'finding', code, place, subject, message, '');
  }

  /** Something that makes the message unusable; every message is kept apart. */
  failure(code: string, place: DsrPlace, message: string): void {
    this.#note('failure', code, place, {}, message, message);
  }

  /** Order: failures first, each in the order first noticed. */
  list(): readonly DsrIssue[] {
    const all = [...this.#kinds.values()].map((kind) =>
      Object.freeze({ ...kind, lines: Object.freeze([...kind.lines]) }),
    );
    return [...all.filter((kind) => kind.severity === 'failure'), ...all.filter((kind) => kind.severity === 'finding')];
  }

  #note(
    severity: DsrIssue['severity'],
    code: string,
    place: DsrPlace,
    subject: IssueSubject,
    message: string,
    apart: string,
  ): void {
    if (severity === 'failure') this.failures++;
    const key = `${code}\t${subject.recordType ?? ''}\t${subject.cell ?? ''}\t${apart}`;
    const known = this.#kinds.get(key);
    if (known === undefined) {
      if (this.#kinds.size >= maxKinds) return;
      const { object, line, byteOffset } = place;
      const first = Object.freeze({ object, line, byteOffset });
      this.#kinds.set(key, { severity, code, message, ...subject, first, lines: [line], count: 1 });
      return;
    }
    known.count++;
    if (known.lines.length < maxLines) known.lines.push(place.line);
  }
}

/** An issue in one sentence, with its places. */
export function describeIssue({ message, count, first, lines }: DsrIssue): string {
  const where = `${first.object}, line ${first.line}, byte ${first.byteOffset}`;
  if (count === 1) return `${message} (${where})`;
  const more = lines.slice(1, 4).join(', ');
  return `${message} (${count} times, first at ${where}; then line ${more}${count > 4 ? ' …' : ''})`;
}
