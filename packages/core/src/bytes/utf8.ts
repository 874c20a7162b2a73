import { isUtf8 } from 'node:buffer';
import { utf8Text } from './cells.ts';

/** The position of the first byte of `bytes[start, end)` that is not well-formed UTF-8, or -1. */
export function firstInvalidUtf8(bytes: Uint8Array, start: number, end: number): number {
  if (isUtf8(bytes.subarray(start, end))) return -1;
  let at = start;
  while (at < end) {
    const length = sequenceLength(bytes, at, end);
    if (length === 0) return at;
    at += length;
  }
  return -1;
}

/**
 * The text as received, each byte that is not UTF-8 written as `\xHH`: nothing is replaced by U+FFFD.
 *
 * @example
 * ```ts
 * assert.equal(receivedText(Buffer.from([0x61, 0xff, 0x62]), 0, 3), 'a\\xFFb');
 * ```
 */
export function receivedText(bytes: Uint8Array, start: number, end: number): string {
  if (isUtf8(bytes.subarray(start, end))) return utf8Text(bytes, start, end);
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let text = '';
  let from = start;
  while (from < end) {
    const bad = firstInvalidUtf8(bytes, from, end);
    if (bad < 0) break;
    const hex = bytes[bad]!.toString(16).toUpperCase().padStart(2, '0');
    text += `${decoder.decode(bytes.subarray(from, bad))}\\x${hex}`;
    from = bad + 1;
  }
  return text + decoder.decode(bytes.subarray(from, end));
}

/** Length of the well-formed sequence at `at` (Unicode standard, table 3-7), 0 when there is none. */
function sequenceLength(bytes: Uint8Array, at: number, end: number): number {
  const lead = bytes[at]!;
  if (lead < 0x80) return 1;
  const length =
    lead >= 0xc2 && lead <= 0xdf ? 2 : lead >= 0xe0 && lead <= 0xef ? 3 : lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
  if (length === 0 || at + length > end) return 0;
  return isUtf8(bytes.subarray(at, at + length)) ? length : 0;
}
