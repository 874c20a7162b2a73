import type { ReadObserver, Report, RowBatch, Severity } from '@ledgerline/core';
import { forEachRun } from './cells.ts';
import type { AmazonConfig } from './config.ts';
import type { StatementHeader } from './statement-header.ts';

/** After so many different messages of one kind the rest is said once. */
const maxMessages = 20;

/** Says each thing once, and not too many of a kind; memory is bounded. */
export function createSpeaker(object: string, observer: ReadObserver) {
  const said = new Map<string, Set<string>>();
  return (code: string, severity: Severity, key: string, message: string): void => {
    const known = said.get(code) ?? new Set<string>();
    said.set(code, known);
    if (known.has(key) || known.size > maxMessages) return;
    known.add(key);
    const text = known.size > maxMessages ? `${object}: and more of this kind.` : `${object}: ${message}`;
    observer.finding(code, text, severity);
  };
}

export type Speak = ReturnType<typeof createSpeaker>;

/** A day written `YYYYMMDD` as the month it lies in; undefined when it is no day. */
function monthOfDay(text: string): string | undefined {
  const [, year, month] = /^(\d{4})(0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/.exec(text.trim()) ?? [];
  return year === undefined ? undefined : `${year}-${month}`;
}

/** A cell for a message: only what cannot be anybody's data. */
function shown(text: string): string {
  return /^[\w .:/-]{0,24}$/.test(text) ? `"${text}"` : `a text of ${text.length} characters`;
}

/**
 * Holds the rows against the place of their file: vendor, territory, month, and one currency throughout.
 *
 * Disagreement holds the report; the rows stay as they came.
 */
export function createStatementWatch(header: StatementHeader, report: Report, config: AmazonConfig, speak: Speak) {
  const { territory: folder = '', currency: configured = '' } = report.facts ?? {};
  let vendor = config.vendor;
  let currency = configured === '' ? undefined : configured;

  const hold = (code: string, text: string, line: number, what: string): void =>
    speak(code, 'error', text, `line ${line} says ${shown(text)}, ${what}; find out which is right.`);

  const rules: readonly (readonly [string | undefined, (text: string, line: number) => void])[] = [
    [
      header.vendor,
      (text, line) => {
        vendor ??= text;
        if (text !== vendor) hold('VENDOR_MISMATCH', text, line, `but the vendor is ${shown(vendor)}`);
      },
    ],
    [
      header.territory,
      (text, line) => {
        if (text.trim() === '') {
          speak('TERRITORY_FROM_FOLDER', 'info', '', `rows without a territory are taken as of the folder, ${folder}.`);
        } else if (text.trim().toUpperCase() !== folder) {
          hold('TERRITORY_MISMATCH', text, line, `but the folder is ${folder}`);
        }
      },
    ],
    ...[header.start, header.end].map((name): readonly [string | undefined, (text: string, line: number) => void] => [
      name,
      (text, line) => {
        if (monthOfDay(text) !== report.period)
          hold('PERIOD_MISMATCH', text, line, `but the folder is ${report.period}`);
      },
    ]),
    [
      header.currency,
      (text, line) => {
        if (text.trim() === '') return;
        currency ??= text.trim();
        if (text.trim() !== currency) hold('CURRENCY_MISMATCH', text, line, `but the file is in ${currency}`);
      },
    ],
  ];
  for (const [name, what] of [
    [header.vendor, 'VENDOR_CODE'],
    [header.start, 'START_DATE'],
    [header.end, 'END_DATE'],
  ] as const) {
    if (name === undefined) {
      speak(
        'AGREEMENT_UNPROVEN',
        'warning',
        what,
        `there is no column ${what}, so nothing in the file confirms what its folder says.`,
      );
    }
  }

  return (batch: RowBatch): void => {
    for (const [name, rule] of rules) {
      if (name !== undefined)
        forEachRun(batch.column(name), batch.length, (text, from) => rule(text, batch.lines[from]!));
    }
  };
}
