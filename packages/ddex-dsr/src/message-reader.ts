import { PayloadError } from '@ledgerline/core';
import type { Block } from './block.ts';
import { Blocks } from './blocks.ts';
import type { CheckedOptions } from './dsr-options.ts';
import { compareNameWithHead, territoryDifference } from './file-name.ts';
import { type DsrHead, readHead } from './head.ts';
import { type DsrPlace, IssueLog } from './issues.ts';
import { findLayout } from './layouts/layouts.ts';
import type { SourceLine } from './line-scanner.ts';
import { PartSet } from './part-set.ts';
import { recordsOf } from './profiles.ts';
import { type DsrReject, readRecord } from './read-record.ts';
import { DsrRecord } from './record.ts';
import { Summaries } from './summaries.ts';
import type { DsrSummary } from './summary.ts';
import { SummaryTotals } from './summary-totals.ts';

/** Why a line gives no record. */
export type DsrSkip = 'comment' | 'blank' | 'unknown' | 'repeated summary' | 'misplaced';

/** The file underway. */
interface OpenFile {
  readonly head: DsrHead;
  readonly codes: ReadonlySet<string> | undefined;
  readonly summaryLines: string[];
  summaries: number;
}

/** Reads the lines of one message, file after file, and judges it at its end; synchronous and flat in memory. */
export class MessageReader {
  readonly issues: IssueLog;
  readonly summaries = new Summaries();
  readonly #options: CheckedOptions;
  readonly #parts: PartSet;
  readonly #totals = new SummaryTotals();
  readonly #blocks = new Blocks();
  readonly #records = new Map<string, number>();
  readonly #territories = new Set<string>();
  #first: DsrHead | undefined;
  #firstSummaryLines: readonly string[] | undefined;
  #file: OpenFile | undefined;
  #place: DsrPlace = { object: '', line: 1, byteOffset: 0 };
  #tally = { lines: 0, comments: 0, blanks: 0 };
  #sales = 0;
  #rejected = 0;
  #unknown = 0;

  constructor(options: CheckedOptions) {
    this.#options = options;
    this.issues = new IssueLog(options.strict);
    this.#parts = new PartSet(this.issues);
  }

  /** The HEAD of the file underway. */
  get head(): DsrHead | undefined {
    return this.#file?.head;
  }

  /** The block underway. */
  get block(): Block | undefined {
    return this.#blocks.current;
  }

  /** Takes a line; gives its record, why it cannot be used, or why it carries nothing. */
  accept(object: string, line: SourceLine): DsrRecord | DsrReject | DsrSkip {
    const place = { object, line: line.line, byteOffset: line.byteOffset };
    this.#place = place;
    const raw = line.text.charCodeAt(0) === 0xfeff ? line.text.slice(1) : line.text;
    this.#tally.lines++;
    if (raw.startsWith('#')) {
      this.#tally.comments++;
      return 'comment';
    }
    if (isBlank(raw)) {
      this.#tally.blanks++;
      return 'blank';
    }
    const end = raw.indexOf('\t');
    const code = (end < 0 ? raw : raw.slice(0, end)).trim();
    if (code !== 'HEAD' && this.#file === undefined) return this.#outside(place);
    if (!line.wellFormed)
      return this.#reject('INVALID_UTF8', `${code} holds bytes that are not UTF-8`, code, place, raw);
    return this.#read(code, place, raw);
  }

  /** An object has no more lines: a file that has not ended by now breaks off. */
  endObject(): void {
    const file = this.#file;
    if (file === undefined) return;
    const message = 'the file breaks off: it has no footer. Ask for it again';
    this.issues.failure('FOOTER_MISSING', this.#place, message);
    this.#close(file, undefined);
  }

  /** Judges the message; nothing may be accepted after. */
  finish(): DsrSummary {
    const head = this.#first;
    if (head === undefined) this.issues.failure('HEAD_MISSING', this.#place, 'there is no HEAD and no message');
    const all = this.#options.unit === 'message';
    const counted = this.#parts.finish(all, this.#place);
    const amounts = all ? this.#totals.claims(this.summaries, this.issues) : [];
    for (const { record } of this.#parts.heads()) {
      const message = territoryDifference(record.object, this.#territories);
      if (message !== undefined) this.issues.finding('FILE_NAME_DIFFERS', record, { cell: 'Territory' }, message);
    }
    const ok = this.issues.failures === 0;
    return Object.freeze({
      ok,
      head,
      noSales: ok && this.#sales === 0 && this.#rejected === 0,
      files: this.#parts.files(),
      records: Object.fromEntries([...this.#records].sort(([left], [right]) => (left < right ? -1 : 1))),
      rejected: this.#rejected,
      unknown: this.#unknown,
      territories: [...this.#territories],
      claims: Object.freeze([...counted, ...amounts]),
      issues: this.issues.list(),
    });
  }

  /** Lines that the footers claim, all files together. */
  claimedLines(): number | undefined {
    return this.#parts.claimedLines();
  }

  #read(code: string, place: DsrPlace, raw: string): DsrRecord | DsrReject | DsrSkip {
    const found = findLayout(code);
    if (found === undefined) return this.#passOver(code, place);
    const { dialect } = this.#options;
    const record = readRecord({ layout: found.layout, raw, place, dialect }, this.issues);
    if (!(record instanceof DsrRecord)) {
      this.#rejected++;
      this.#count(code);
      return record;
    }
    if (found.predecessor) {
      const message = `${code} is no known version; its cells are bound as those of ${found.layout.code}`;
      this.issues.finding('RECORD_VERSION_UNKNOWN', place, { recordType: code }, message);
    }
    if (record.kind === 'head') return this.#openFile(record);
    const file = this.#file!;
    if (record.kind === 'footer') {
      this.#count(code);
      this.#close(file, record);
      return record;
    }
    if (file.codes !== undefined && record.kind !== 'deal' && !file.codes.has(code) && !found.predecessor) {
      const message = `${code} does not belong to ${file.head.profile.name} ${file.head.profileVersion}; read by its own code`;
      this.issues.finding('RECORD_VERSION_UNEXPECTED', place, { recordType: code }, message);
    }
    if (record.kind === 'summary') return this.#summary(file, record);
    this.#count(code);
    if (record.layout.inBlock) this.#inBlock(file, record);
    else if (record.kind === 'sale') this.#sale(record);
    return record;
  }

  #openFile(record: DsrRecord): DsrRecord {
    if (this.#file !== undefined) {
      const message = `a second HEAD stands before the footer of the file that began at line ${this.#file.head.record.line}`;
      this.issues.failure('SECOND_HEAD', record, message);
      this.#tally.lines--;
      this.#close(this.#file, undefined);
      this.#tally.lines = 1;
    }
    const head = readHead(record, this.#options.profile, this.issues);
    this.#parts.open(head);
    this.#first ??= head;
    this.#count('HEAD');
    if (head.profile.singleRecords && head.numberOfFiles > 1)
      this.issues.failure('SINGLE_RECORDS_SPLIT', record, `${head.profile.name} is never split over files`);
    // Files that are handed over as one document all go by the name of the first, which says nothing about the number of the others.
    const isFollowing = head !== this.#first && record.object === this.#first.record.object;
    for (const difference of compareNameWithHead(record.object, head)) {
      if (isFollowing && difference.cell === 'FileNumber') continue;
      this.issues.finding('FILE_NAME_DIFFERS', record, { cell: difference.cell }, difference.message);
    }
    const codes = recordsOf(head.profile, head.profileVersion);
    this.#file = { head, codes, summaryLines: [], summaries: 0 };
    return record;
  }

  #summary(file: OpenFile, record: DsrRecord): DsrRecord | DsrSkip {
    file.summaries++;
    if (this.#blocks.inFile > 0)
      this.issues.finding(
        'SUMMARY_LATE',
        record,
        { recordType: record.type },
        `${record.type} stands behind the first block`,
      );
    file.summaryLines.push(record.raw);
    if (this.#firstSummaryLines !== undefined) return 'repeated summary';
    this.#count(record.type);
    const territory = record.first('Territory');
    if (territory !== undefined) this.#territories.add(territory);
    this.summaries.add(record, this.issues);
    return record;
  }

  #inBlock(file: OpenFile, record: DsrRecord): void {
    this.#blocks.take(record, file.head.profile.family, this.issues);
    if (record.kind === 'sale') this.#sale(record);
    else if (record.kind === 'claim' || record.kind === 'releaseUsage') this.#checkSummary(record);
  }

  #sale(record: DsrRecord): void {
    this.#sales++;
    this.#checkSummary(record);
    this.#totals.add(record, this.issues);
  }

  #checkSummary(record: DsrRecord): void {
    if (record.first('SummaryRecordId') === undefined || this.summaries.of(record).length > 0) return;
    const message = `SummaryRecordId of ${record.type} refers to no summary row`;
    this.issues.finding('SUMMARY_DANGLING', record, { recordType: record.type, cell: 'SummaryRecordId' }, message);
  }

  #close(file: OpenFile, footer: DsrRecord | undefined): void {
    const blocks = this.#blocks.endFile(this.#place, this.issues);
    const { summaryLines, head, summaries } = file;
    const sorted = summaryLines.sort();
    if (this.#firstSummaryLines === undefined) this.#firstSummaryLines = sorted;
    else if (!sameTexts(sorted, this.#firstSummaryLines)) {
      const message = `the summary rows of file ${head.fileNumber} are not those of the first file read`;
      this.issues.failure('SUMMARIES_DIFFER', head.record, message);
    }
    const { object } = this.#place;
    this.#parts.close({ object, fileNumber: head.fileNumber, ...this.#tally, summaries, blocks, head, footer });
    this.#tally = { lines: 0, comments: 0, blanks: 0 };
    this.#file = undefined;
  }

  #outside(place: DsrPlace): DsrSkip {
    if (this.#first === undefined) {
      const { object, line, byteOffset } = place;
      throw new PayloadError(
        `${object} is no DSR file: HEAD must come first (line ${line}, byte ${byteOffset}). Check what was delivered.`,
        { code: 'DSR_HEAD_MISSING', details: { object, line, byteOffset } },
      );
    }
    this.issues.failure('AFTER_FOOTER', place, 'a record stands behind the footer');
    return 'misplaced';
  }

  #passOver(code: string, place: DsrPlace): DsrSkip {
    const recordType = /^[A-Z]{2}\d{2}(\.\d{2})?$/.test(code) ? code : 'other';
    if (code.startsWith('SY') && this.#file !== undefined) this.#file.summaries++;
    this.#unknown++;
    this.#count(recordType);
    const message = `records ${recordType === 'other' ? 'without a record code' : recordType} are unknown and were passed over`;
    this.issues.finding('RECORD_UNKNOWN', place, { recordType }, message);
    return 'unknown';
  }

  #reject(code: string, message: string, recordType: string, place: DsrPlace, raw: string): DsrReject {
    this.#rejected++;
    this.#count(recordType);
    return { code, message, recordType, place, raw };
  }

  #count(code: string): void {
    this.#records.set(code, (this.#records.get(code) ?? 0) + 1);
  }
}

/** Looks no further than the first character that is something. */
function isBlank(text: string): boolean {
  return text.charCodeAt(0) > 32 ? false : text.trim() === '';
}

function sameTexts(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((text, index) => text === right[index]);
}
