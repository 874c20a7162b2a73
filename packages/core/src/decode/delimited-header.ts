import { firstInvalidUtf8 } from '../bytes/utf8.ts';
import type { OpenRows } from '../contracts/source.ts';
import { PayloadError } from '../errors/leaves.ts';
import type { ByteWindow } from './byte-window.ts';
import { type Dialect, isBlankRecord, type LineEnd, lineEnd, recordEnd, splitCells } from './delimited-cells.ts';
import type { DelimitedOptions } from './delimited-options.ts';
import { DelimitedScanner } from './delimited-scanner.ts';
import { HeaderNames } from './header-names.ts';
import type { StartDocument } from './read-document.ts';

export const defaultMaxRecordBytes = 1024 * 1024;

/** Finds preamble and header, binds the columns and gives the scanner for the rest. */
export function startDelimited(
  options: DelimitedOptions,
  request: OpenRows & { readonly object: string },
): StartDocument {
  const quote = options.quote === undefined ? '"' : options.quote;
  const dialect = { delimiter: options.delimiter.charCodeAt(0), quote: quote === null ? -1 : quote.charCodeAt(0) };
  const maxBytes = options.maxRecordBytes ?? defaultMaxRecordBytes;
  return (window, final) => {
    const found = findHeader(window, final, options.headerLine ?? 1, dialect);
    if (found === undefined && !final) {
      if (window.end <= maxBytes) return undefined;
      const message = `${request.object} has no header within its first ${maxBytes} bytes. Check that it is delimited text.`;
      throw new PayloadError(message, { code: 'RECORD_TOO_LONG', details: { object: request.object } });
    }
    if (found === undefined) return withoutHeader(window, request.object, options.headerLine ?? 1, dialect);
    const { header, preamble } = found;
    if (firstInvalidUtf8(window.bytes, header.start, header.content) >= 0) {
      const message = `the header of ${request.object} (line ${header.line}) is not UTF-8. Declare the charset of the source.`;
      throw new PayloadError(message, {
        code: 'HEADER_MALFORMED',
        details: { object: request.object, line: header.line },
      });
    }
    const cells = splitCells(window.bytes, header.start, header.content, dialect);
    while (cells.length > 1 && cells.at(-1)?.trim() === '') cells.pop();
    const names = new HeaderNames(cells, request.object);
    options.preamble?.(preamble, request.observer);
    const scanner = new DelimitedScanner({
      options,
      dialect,
      names,
      maxBytes,
      request,
      wanted: request.bind(names.names),
    });
    scanner.position = header.next;
    scanner.line = header.nextLine;
    return scanner;
  };
}

interface FoundHeader {
  readonly preamble: readonly (readonly string[])[];
  readonly header: LineEnd & { readonly start: number; readonly line: number; readonly nextLine: number };
}

function findHeader(window: ByteWindow, final: boolean, headerLine: number, dialect: Dialect): FoundHeader | undefined {
  const { bytes, end } = window;
  if (end < 3 && !final) return undefined;
  let at = end >= 3 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  const preamble: string[][] = [];
  let line = 1;
  for (; line < headerLine; line++) {
    const { content, next } = lineEnd(bytes, at, end);
    if (next >= end) return undefined;
    preamble.push(splitCells(bytes, at, content, dialect));
    at = next;
  }
  for (; at < end; line++) {
    const here = lineEnd(bytes, at, end);
    if (here.next >= end && !final) return undefined;
    if (!isBlankRecord(bytes, at, here.content, dialect)) {
      const record = recordEnd(bytes, at, end, dialect) ?? (final ? here : undefined);
      if (record === undefined) return undefined;
      return { preamble, header: { ...record, start: at, line, nextLine: line + feeds(bytes, at, record.next) } };
    }
    at = here.next;
  }
  return undefined;
}

function feeds(bytes: Buffer, start: number, end: number): number {
  let count = 0;
  for (let at = start; at < end; at++) if (bytes[at] === 10) count++;
  return Math.max(1, count);
}

function withoutHeader(window: ByteWindow, object: string, headerLine: number, dialect: Dialect): 'empty' {
  const start = window.bytes[0] === 0xef && window.end >= 3 ? 3 : 0;
  if (isBlankRecord(window.bytes, start, window.end, dialect)) return 'empty';
  const message = `${object} ends before its header, which is expected on line ${headerLine}. Check that the document is whole and of this feed.`;
  throw new PayloadError(message, { code: 'HEADER_MISSING', details: { object, line: headerLine } });
}
