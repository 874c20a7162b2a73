import { receivedText } from '../bytes/utf8.ts';

const LF = 10;
const CR = 13;
const TAB = 9;
const SPACE = 32;

/** The two marks of a delimited dialect; `quote` is -1 where a quote is a plain character. */
export interface Dialect {
  readonly delimiter: number;
  readonly quote: number;
}

/** Writes where the cells of the well-formed record in `bytes[start, end)` stand: start, end and whether quoted (1), three by three; gives how many there are. */
export function cellBounds(
  bytes: Buffer,
  start: number,
  end: number,
  { delimiter, quote }: Dialect,
  bounds: number[],
): number {
  let used = 0;
  let at = start;
  for (;;) {
    if (bytes[at] === quote && at < end) {
      const from = ++at;
      while (at < end && (bytes[at] !== quote || (at + 1 < end && bytes[at + 1] === quote)))
        at += bytes[at] === quote ? 2 : 1;
      bounds[used++] = from;
      bounds[used++] = Math.min(at, end);
      bounds[used++] = 1;
      at++;
    } else {
      const from = at;
      while (at < end && bytes[at] !== delimiter) at++;
      bounds[used++] = from;
      bounds[used++] = at;
      bounds[used++] = 0;
    }
    if (at >= end || bytes[at] !== delimiter) return used / 3;
    at++;
  }
}

/** The cells of a record as text, whatever their bytes; for headers, preambles and footers. */
export function splitCells(bytes: Buffer, start: number, end: number, dialect: Dialect): string[] {
  const bounds: number[] = [];
  return Array.from({ length: cellBounds(bytes, start, end, dialect, bounds) }, (_, cell) => {
    const text = receivedText(bytes, bounds[cell * 3]!, bounds[cell * 3 + 1]!);
    return bounds[cell * 3 + 2] === 1 ? withSingleQuotes(text, dialect.quote) : text;
  });
}

export function withSingleQuotes(text: string, quote: number): string {
  const mark = String.fromCharCode(quote);
  return text.replaceAll(mark + mark, mark);
}

/** Writes the quoted cell's content `bytes[start, end)` with its doubled quotes made single. */
export function singleQuotes(bytes: Buffer, start: number, end: number, to: number, quote: number): number {
  let out = to;
  for (let at = start; at < end; at++) {
    bytes[out++] = bytes[at]!;
    if (bytes[at] === quote) at++;
  }
  return out - to;
}

/** Whether a record has nothing but empty cells and blanks; looks no further than the first byte that says otherwise. */
export function isBlankRecord(bytes: Buffer, start: number, end: number, { delimiter, quote }: Dialect): boolean {
  let cellBegins = true;
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!;
    if (byte === quote && cellBegins) {
      do at++;
      while (isBlankByte(bytes[at]!) && at < end);
      if (bytes[at] !== quote || at >= end || (at + 1 < end && bytes[at + 1] === quote)) return false;
      cellBegins = false;
    } else {
      if (byte !== delimiter && !isBlankByte(byte)) return false;
      cellBegins = byte === delimiter;
    }
  }
  return true;
}

function isBlankByte(byte: number): boolean {
  return byte === SPACE || byte === TAB || byte === CR || byte === LF;
}

/** Where the record that begins at `start` ends, quoted line feeds included; undefined when it does not end before `limit`. */
export function recordEnd(bytes: Buffer, start: number, limit: number, dialect: Dialect): LineEnd | undefined {
  let quoted = false;
  let cellBegins = true;
  for (let at = start; at < limit; at++) {
    const byte = bytes[at]!;
    if (byte === dialect.quote && (quoted || cellBegins)) quoted = !quoted;
    else if (byte === LF && !quoted) return { content: at > start && bytes[at - 1] === CR ? at - 1 : at, next: at + 1 };
    // A quote right after a closing one opens again: a doubled quote.
    cellBegins = byte === dialect.delimiter || byte === dialect.quote;
  }
  return undefined;
}

export interface LineEnd {
  /** End of the text, without CR and LF. */
  readonly content: number;
  /** Where the next line begins. */
  readonly next: number;
}

/** The end of the line that begins at `start`, without its CR; `limit` where there is no line feed before it. */
export function lineEnd(bytes: Buffer, start: number, limit: number): LineEnd {
  const found = bytes.indexOf(LF, start);
  const lf = found < 0 || found >= limit ? limit : found;
  return { content: lf > start && bytes[lf - 1] === CR ? lf - 1 : lf, next: Math.min(lf + 1, limit) };
}
