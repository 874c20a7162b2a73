import type { ClaimedTotals, DelimitedOptions } from '@ledgerline/core';
import { readDay } from './document-date.ts';

/** What the first lines and the file name say about a financial report. */
export type FinanceLayout =
  | { readonly kind: 'store' }
  | { readonly kind: 'music'; readonly start: string; readonly end: string }
  | { readonly kind: 'cover-sheet'; readonly why: string };

const normal = (text: string | undefined): string => (text ?? '').trim().replace(/\s+/g, ' ').toLowerCase();

/**
 * Whether a name stands for a summary without transactions.
 *
 * Source: file name prefixes as a distributor's help page lists them (`S2` cover sheets, `Summary.txt`); report types that say so.
 */
export function isCoverSheetName(name: string): boolean {
  return /^S2(?![A-Za-z0-9])/i.test(name.trim()) || /summary|cover[ _-]?sheet/i.test(name);
}

/** Reads the layout from the beginning of a document: three lines of preamble tell the files of Apple Music. */
export function readFinanceLayout(start: string, fileName: string): FinanceLayout {
  if (isCoverSheetName(fileName)) return { kind: 'cover-sheet', why: `its file name is ${fileName.slice(0, 80)}` };
  const lines = start
    .replace(/^\uFEFF/, '')
    .split('\n', 3)
    .map((line) => line.replace(/\r$/, '').split('\t'));
  const [first = [], second = [], third = []] = lines;
  const hasPreamble =
    normal(first[0]) === 'start date' && normal(second[0]) === 'end date' && readDay(first[1] ?? '') !== undefined;
  if (!hasPreamble) return { kind: 'store' };
  const type = third[1] ?? '';
  if (normal(third[0]) === 'report type' && isCoverSheetName(type)) {
    return { kind: 'cover-sheet', why: `it says that its type is ${type.slice(0, 80)}` };
  }
  return { kind: 'music', start: first[1] ?? '', end: second[1] ?? '' };
}

/** What the footers of a file said that cannot be a claim at once. */
export interface FooterNotes {
  /** Of `Total_Amount`; its currency is that of the rows. */
  totalAmount?: string;
}

const plain = { delimiter: '\t', quote: null } as const;

/** iTunes Store: header, rows, footers of two columns. `Total_Units` is passed over: in the one public sample it is not the units. */
export function storeOptions(notes: FooterNotes): DelimitedOptions {
  return {
    ...plain,
    footerMarks: ['Total_'],
    footer([name, value = '']): ClaimedTotals | 'skip' | undefined {
      switch (normal(name)) {
        case 'total_rows':
          return { where: 'footer Total_Rows', rows: value.trim() };
        case 'total_amount':
          notes.totalAmount = value.trim();
          return 'skip';
        case 'total_units':
          return 'skip';
        default:
          return undefined;
      }
    },
  };
}

/** Apple Music: three lines of preamble, header, rows, `Row Count`, and whatever follows is a second table with rates. */
export function musicOptions(preamble: NonNullable<DelimitedOptions['preamble']>): DelimitedOptions {
  let ended = false;
  return {
    ...plain,
    headerLine: 4,
    preamble,
    footerMarks: ['Row Count'],
    footer([name, value = '']): ClaimedTotals | 'skip' | undefined {
      if (ended) return 'skip';
      if (normal(name) !== 'row count') return undefined;
      ended = true;
      return { where: 'footer Row Count', rows: value.trim() };
    },
  };
}
