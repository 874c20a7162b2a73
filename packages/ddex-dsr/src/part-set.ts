import type { DsrHead } from './head.ts';
import type { DsrPlace, IssueLog } from './issues.ts';
import type { DsrRecord } from './record.ts';
import type { DsrClaim } from './summary-totals.ts';

/** What was read of one file of a message. Units: `lines` counts every line, comments and empty ones included. */
export interface DsrFileCounts {
  readonly object: string;
  readonly fileNumber: number;
  readonly lines: number;
  readonly comments: number;
  readonly blanks: number;
  readonly summaries: number;
  readonly blocks: number;
}

interface Part extends DsrFileCounts {
  readonly head: DsrHead;
  readonly footer: DsrRecord | undefined;
}

/** The files of one message: who belongs together, what is missing, and what their footers claim. */
export class PartSet {
  readonly #parts: Part[] = [];
  readonly #issues: IssueLog;
  readonly #claims: DsrClaim[] = [];

  constructor(issues: IssueLog) {
    this.#issues = issues;
  }

  /** Compares a file's HEAD with the message's first. */
  open(head: DsrHead): void {
    const first = this.#parts[0]?.head;
    if (first === undefined) return;
    for (const [cell, mine, theirs] of [
      ['MessageId', head.messageId, first.messageId],
      ['NumberOfFiles', String(head.numberOfFiles), String(first.numberOfFiles)],
      ['SenderPartyId', head.sender, first.sender],
      ['RecipientPartyId', head.recipient ?? '', first.recipient ?? ''],
      ['Profile', head.profile.name, first.profile.name],
    ] as const) {
      if (mine === theirs) continue;
      this.#issues.failure(
        'PART_DIFFERS',
        head.record,
        `${cell} of file ${head.fileNumber} is ${mine}, that of the first file read is ${theirs}`,
      );
    }
    if (this.#parts.some((part) => part.fileNumber === head.fileNumber))
      this.#issues.failure(
        'PART_REPEATED',
        head.record,
        `file ${head.fileNumber} of ${head.numberOfFiles} is there twice`,
      );
  }

  close(part: Part): void {
    this.#parts.push(part);
    const { footer, head } = part;
    if (footer === undefined) return;
    const single = footer.type === 'SRFO';
    if (single !== head.profile.singleRecords) {
      const message = `${head.profile.name} ends in ${single ? 'FOOT' : 'SRFO'}, this file in ${footer.type}`;
      this.#issues.finding('FOOTER_KIND', footer, { recordType: footer.type }, message);
    }
    this.#compare(footer, single ? 'NumberOfLinesInReport' : 'NumberOfLinesInFile', part.lines);
    this.#compare(footer, 'NumberOfSummaryRecords', part.summaries);
    if (!single) this.#compare(footer, 'NumberOfBlocksInFile', part.blocks);
    if (!single && head.fileNumber === head.numberOfFiles && footer.get('NumberOfBlocksInReport') === undefined)
      this.#issues.failure(
        'FOOTER_SILENT',
        footer,
        'FOOT of the last file does not state NumberOfBlocksInReport: it may have been cut off',
      );
    if (head.numberOfFiles > 1 && part.blocks === 0) {
      const message = 'a file of a message in several files has no block';
      this.#issues.finding('FILE_WITHOUT_BLOCK', footer, {}, message);
    }
  }

  /** Checks the set as a whole; `all` says that it must be complete. */
  finish(all: boolean, end: DsrPlace): readonly DsrClaim[] {
    const count = this.#parts[0]?.head.numberOfFiles ?? 0;
    const there = new Set(this.#parts.map((part) => part.fileNumber));
    const missing = Array.from({ length: count }, (_, at) => at + 1).filter((number) => !there.has(number));
    if (!all) return this.#claims;
    if (missing.length > 0) {
      const named = missing.slice(0, 10).join(', ') + (missing.length > 10 ? ' …' : '');
      this.#issues.failure('PARTS_MISSING', end, `the message has ${count} files and these were not read: ${named}`);
      return this.#claims;
    }
    const last = this.#parts.find((part) => part.fileNumber === count && part.footer?.type === 'FOOT')?.footer;
    if (last !== undefined) {
      this.#compare(last, 'NumberOfLinesInReport', sum(this.#parts.map((part) => part.lines)));
      if (last.get('NumberOfBlocksInReport') !== undefined)
        this.#compare(last, 'NumberOfBlocksInReport', sum(this.#parts.map((part) => part.blocks)));
    }
    return this.#claims;
  }

  /** The HEAD of every file read. */
  heads(): readonly DsrHead[] {
    return this.#parts.map(({ head }) => head);
  }

  files(): readonly DsrFileCounts[] {
    return this.#parts.map(({ head: _head, footer: _footer, ...counts }) => Object.freeze(counts));
  }

  /** Lines that the footers claim, all files together; undefined while one of them claims none. */
  claimedLines(): number | undefined {
    let lines = 0;
    for (const { footer } of this.#parts) {
      const text = footer
        ?.first('NumberOfLinesInFile', ...(footer.type === 'SRFO' ? ['NumberOfLinesInReport'] : []))
        ?.trim();
      if (text === undefined || !/^\d{1,15}$/.test(text)) return undefined;
      lines += Number(text);
    }
    return this.#parts.length === 0 ? undefined : lines;
  }

  #compare(footer: DsrRecord, cell: string, counted: number): void {
    const claimed = footer.get(cell)?.trim();
    const where = `${footer.object}, line ${footer.line}, ${footer.type} ${cell}`;
    if (claimed === undefined) {
      this.#issues.failure(
        'FOOTER_SILENT',
        footer,
        `${footer.type} does not state its ${cell}: it may have been cut off`,
      );
      return;
    }
    const holds = /^\d{1,15}$/.test(claimed) && Number(claimed) === counted;
    this.#claims.push({ what: cell, where, claimed, counted: String(counted), holds });
    if (!holds) this.#issues.failure('FOOTER_MISMATCH', footer, `${cell} says ${claimed}, counted ${counted}`);
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
