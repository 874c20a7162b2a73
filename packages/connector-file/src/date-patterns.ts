import { parsePeriod, periodFrom } from '@ledgerline/core';
import { fileFault, shownCell } from './file-fault.ts';

const isoMark = 'ISO';

/** Ways in which spreadsheets and portals write days and months; the order of a pair matters to nobody but the reader of the message. */
const patterns: readonly string[] = [
  ...['D/M/YYYY', 'M/D/YYYY', 'D-M-YYYY', 'M-D-YYYY', 'D.M.YYYY', 'YYYY/M/D', 'YYYY/M', 'M/YYYY', 'M-YYYY', 'M.YYYY'],
];

/** Whether a pattern has both a day and a month that could be taken for each other. */
const couldBeSwapped: Readonly<Record<string, string>> = {
  'D/M/YYYY': 'M/D/YYYY',
  'M/D/YYYY': 'D/M/YYYY',
  'D-M-YYYY': 'M-D-YYYY',
  'M-D-YYYY': 'D-M-YYYY',
};

/** Finds the one pattern that all cells of the columns with dates follow. */
export class DateSurvey {
  #open: string[] = [isoMark, ...patterns];
  #first: { readonly text: string; readonly line: number } | undefined;
  #failed: { readonly text: string; readonly line: number } | undefined;
  /** Whether day and month differ in some cell, so that the order matters. */
  #orderMatters = false;

  note(cell: string, line: number): void {
    const text = cell.trim();
    if (text === '' || this.#failed) return;
    this.#first ??= { text, line };
    const left = this.#open.filter((pattern) => readDate(pattern, text) !== undefined);
    if (left.length === 0) {
      this.#failed = { text, line };
      return;
    }
    this.#open = left;
    if (left.length > 1 && new Set(left.map((pattern) => readDate(pattern, text)?.start)).size > 1)
      this.#orderMatters = true;
  }

  /** The pattern; empty for ISO and other unambiguous forms, and when there is no date. Errors: `DATES_AMBIGUOUS`, `DATES_UNREADABLE`. */
  settle(object: string, told: string | undefined): string {
    if (told !== undefined) return told === isoMark ? '' : told;
    if (this.#first === undefined) return '';
    if (this.#failed) {
      const { text, line } = this.#failed;
      throw fileFault(
        object,
        'DATES_UNREADABLE',
        `line ${line} has ${shownCell(text)} where a date is expected, and line ${this.#first.line} has ${shownCell(this.#first.text)}: no one way of writing dates fits both. Export it again with ISO dates, or set --dates (\`dialect.dates\`).`,
      );
    }
    const [pattern = isoMark, other] = this.#open;
    if (other !== undefined && this.#orderMatters && couldBeSwapped[pattern] === other) {
      const { text, line } = this.#first;
      throw fileFault(
        object,
        'DATES_AMBIGUOUS',
        `line ${line} has ${shownCell(text)}, and no date in the file shows whether the day or the month comes first. Set --dates "${pattern}" or --dates "${other}" (\`dialect.dates\`).`,
      );
    }
    return pattern === isoMark ? '' : pattern;
  }
}

/** A date cell by a pattern (`''` and `ISO`: the unambiguous forms). */
export function readDate(pattern: string, text: string) {
  return pattern === '' || pattern === isoMark ? parsePeriod(text.trim()) : periodFrom(pattern, text.trim());
}
