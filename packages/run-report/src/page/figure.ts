import type { RunReport } from '../run-report.ts';
import { type Html, html } from './html.ts';

/** A place in the report, as its JSON has it: names and indices. */
export type Place = readonly (string | number)[];

/** Writes a value of the report, and says in `data-at` which one it is. */
export interface Figure {
  (...place: Place): Html;
  /** A statistic in so many digits that mean something; `data-digits` says how many. Never for money. */
  about(digits: number, ...place: Place): Html;
}

/** Digits after the point that are shown in full strength; the others are there, fainter. */
const strongDigits = 2;

/** Figures of a report: every number on the page is taken from its data by the place it has there. */
export function figuresOf(report: RunReport): Figure {
  const exact = (...place: Place): Html => {
    const text = String(valueAt(report, place) ?? '');
    return html`<data value="${text}" data-at="${pointer(place)}">${digits(text)}</data>`;
  };
  const about = (count: number, ...place: Place): Html => {
    const value = Number(valueAt(report, place));
    const text = String(Number(value.toPrecision(count)));
    return html`<data value="${value}" data-at="${pointer(place)}" data-digits="${count}">${text}</data>`;
  };
  return Object.assign(exact, { about });
}

/** A value by its place; undefined where the report has none. */
export function valueAt(report: object, place: Place): string | number | boolean | undefined {
  let at: unknown = report;
  for (const name of place) at = typeof at === 'object' && at !== null ? Reflect.get(at, name) : undefined;
  return typeof at === 'string' || typeof at === 'number' || typeof at === 'boolean' ? at : undefined;
}

function pointer(place: Place): string {
  return place.map((name) => `/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** `-1,234,567.89` with every digit, whole thousands apart; a minus that is as wide as a digit. */
function digits(text: string): Html | string {
  const [, sign = '', whole = '', fraction] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  if (whole === '') return text;
  const head = `${sign === '-' ? '−' : ''}${whole.replace(/\B(?=(\d{3})+$)/g, ',')}`;
  if (fraction === undefined) return head;
  const [strong, faint] = [fraction.slice(0, strongDigits), fraction.slice(strongDigits)];
  return html`${head}.${strong}${faint !== '' && html`<span class="faint">${faint}</span>`}`;
}
