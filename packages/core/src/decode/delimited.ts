import type { Decoder } from '../contracts/source.ts';
import { startDelimited } from './delimited-header.ts';
import type { DelimitedOptions } from './delimited-options.ts';
import { readDocument } from './read-document.ts';

/**
 * Decodes delimited text (RFC 4180 and its tab-separated kin) in UTF-8: positions of cells, no strings.
 *
 * Shape: lines end in LF or CRLF; a BOM is passed over; blank records are skipped as `blank`; cells beyond the header are allowed when empty.
 * Header names are compared trimmed, with blanks collapsed, in any case.
 * Errors: rejects `ROW_TOO_SHORT`, `ROW_TOO_LONG`, `INVALID_UTF8`, `QUOTE_UNCLOSED`, `QUOTE_MISPLACED` (of the first line of the broken
 * record; reading goes on with the next line); PayloadErrors `HEADER_MISSING`, `HEADER_DUPLICATE`, `HEADER_MALFORMED`, `RECORD_TOO_LONG`,
 * `RESUME_MISMATCH`.
 *
 * @example
 * ```ts
 * const decoder = delimited({ delimiter: ',', headerLine: 2, skip: { comment: '#' } });
 * const source = decode(bodyOf('Sales of May\nISRC,Title\n# a remark\nDEZZ12600001,"Fog, again"\n'), decoder);
 * assert.deepEqual(await rowsOf(source), [{ ISRC: 'DEZZ12600001', Title: 'Fog, again' }]);
 * ```
 */
export function delimited(options: DelimitedOptions): Decoder {
  const frozen = Object.freeze({ ...options });
  if (!/^[\t -~]$/.test(frozen.delimiter) || frozen.delimiter === (frozen.quote ?? '"')) {
    throw new TypeError(`a delimiter is one ASCII character, not ${JSON.stringify(frozen.delimiter)}`);
  }
  return Object.freeze({
    name: 'delimited',
    rows: (bytes, request) => readDocument(bytes, request, startDelimited(frozen, request)),
  } satisfies Decoder);
}
