import { daysInMonth, isPlausibleYear } from '../time/civil-date.ts';

/*
 * The simple constraints of the line item on bytes: cell `[start, end)`, without making a string. Each is the pattern of the same field in
 * line-item-schema.ts, and a test holds the two together.
 */

const minus = 0x2d;
const point = 0x2e;
const zero = 0x30;

export function isIsrcCell(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start !== 12) return false;
  if (!isCapital(bytes[start]!) || !isCapital(bytes[start + 1]!)) return false;
  for (let at = start + 2; at < start + 5; at += 1) {
    if (!isCapital(bytes[at]!) && !isDigit(bytes[at]!)) return false;
  }
  return areDigits(bytes, start + 5, end);
}

/** Whether the cell is that many capital letters: a territory has two, a currency three. */
export function isCapitals(bytes: Uint8Array, start: number, end: number, count: number): boolean {
  if (end - start !== count) return false;
  for (let at = start; at < end; at += 1) if (!isCapital(bytes[at]!)) return false;
  return true;
}

export function isIntegerCell(bytes: Uint8Array, start: number, end: number): boolean {
  return areDigits(bytes, bytes[start] === minus ? start + 1 : start, end);
}

/** Whether an integer cell is below zero; `-0` is not. */
export function isNegativeCell(bytes: Uint8Array, start: number, end: number): boolean {
  if (bytes[start] !== minus) return false;
  for (let at = start + 1; at < end; at += 1) if (bytes[at] !== zero) return true;
  return false;
}

export function isDecimalCell(bytes: Uint8Array, start: number, end: number): boolean {
  const from = bytes[start] === minus ? start + 1 : start;
  let at = from;
  while (at < end && isDigit(bytes[at]!)) at += 1;
  if (at === from) return false;
  return at === end || (bytes[at] === point && areDigits(bytes, at + 1, end));
}

/** `YYYY-MM`, `YYYY-MM-DD`, or two days in order with two hyphens between. */
export function isPeriodCell(bytes: Uint8Array, start: number, end: number): boolean {
  const length = end - start;
  if (length === 7) return isDateAt(bytes, start, false);
  if (length === 10) return isDateAt(bytes, start, true);
  if (length !== 22 || bytes[start + 10] !== minus || bytes[start + 11] !== minus) return false;
  if (!isDateAt(bytes, start, true) || !isDateAt(bytes, start + 12, true)) return false;
  for (let at = start; at < start + 10; at += 1) {
    const difference = bytes[at]! - bytes[at + 12]!;
    if (difference !== 0) return difference < 0;
  }
  return true;
}

function isDateAt(bytes: Uint8Array, at: number, withDay: boolean): boolean {
  if (!areDigits(bytes, at, at + 4) || bytes[at + 4] !== minus || !areDigits(bytes, at + 5, at + 7)) return false;
  const year = twoDigits(bytes, at) * 100 + twoDigits(bytes, at + 2);
  const month = twoDigits(bytes, at + 5);
  if (!isPlausibleYear(year) || month < 1 || month > 12) return false;
  if (!withDay) return true;
  if (bytes[at + 7] !== minus || !areDigits(bytes, at + 8, at + 10)) return false;
  const day = twoDigits(bytes, at + 8);
  return day >= 1 && day <= daysInMonth(year, month);
}

function twoDigits(bytes: Uint8Array, at: number): number {
  return (bytes[at]! - zero) * 10 + bytes[at + 1]! - zero;
}

/** At least one byte, and every one a digit. */
export function areDigits(bytes: Uint8Array, start: number, end: number): boolean {
  if (start >= end) return false;
  for (let at = start; at < end; at += 1) if (!isDigit(bytes[at]!)) return false;
  return true;
}

function isDigit(byte: number): boolean {
  return byte >= zero && byte <= 0x39;
}

function isCapital(byte: number): boolean {
  return byte >= 0x41 && byte <= 0x5a;
}
