import { type ByteStage, PayloadError } from '@ledgerline/core';

type Json = Readonly<Record<string, unknown>>;

function asObject(value: unknown): Json | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined;
}

function asCount(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : undefined;
}

function shapeError(object: string, line: number, what: string, code = 'PAYLOAD_UNEXPECTED'): PayloadError {
  return new PayloadError(`${object}, line ${line}: ${what}; nothing of this document is taken.`, {
    code,
    details: { object, line },
  });
}

/**
 * Streams by country from either nesting: `streams.country.{CC}.total` or `streams.{CC}`.
 *
 * Errors: PayloadError when neither is there, so that a change of shape never reads as no streams.
 */
function countriesOf(streams: Json | undefined, object: string, line: number): [territory: string, count: number][] {
  const nested = asObject(streams?.country);
  const flat = Object.entries(streams ?? {}).filter(([key]) => /^[A-Z]{2}$/.test(key));
  if (nested === undefined && flat.length === 0) {
    throw shapeError(object, line, 'streams by country are in neither of the known places', 'NESTING_UNKNOWN');
  }
  return (nested === undefined ? flat : Object.entries(nested)).map(([territory, value]) => {
    const count = asCount(value) ?? asCount(asObject(value)?.total);
    if (count === undefined) throw shapeError(object, line, `the streams of ${territory.slice(0, 8)} have no total`);
    return [territory, count];
  });
}

function flatten(record: Json, object: string, line: number): string {
  const streams = asObject(record.streams);
  const track = asObject(record.trackv2);
  const countries = countriesOf(streams, object, line);
  const total = asCount(streams?.total);
  const sum = countries.reduce((all, [, count]) => all + count, 0);
  if (total !== undefined && total !== sum) {
    throw shapeError(object, line, `its countries add up to ${sum}, its total says ${total}`, 'TOTAL_MISMATCH');
  }
  const shared = { isrc: track?.isrc ?? null, track: track?.href ?? null, title: track?.name ?? null };
  return countries
    .map(([territory, count]) => `${JSON.stringify({ ...shared, territory, streams: count })}\n`)
    .join('');
}

/**
 * Turns aggregated records, one per track with its countries inside, into one line per track and country.
 *
 * Order: as in the document. Lines of the result are counted anew; errors name the line of the document as received.
 * Errors: PayloadError for a line that is no JSON object (also a last one that was cut off), for an unknown nesting, and for
 * countries that do not add up to the record's total.
 */
export function flattenAggregated(): ByteStage {
  return async function* (bytes, { object }) {
    const decoder = new TextDecoder('utf-8', { fatal: true });
    let rest = '';
    let line = 0;
    const convert = (text: string): string => {
      line += 1;
      if (text.trim() === '') return '';
      let record: Json | undefined;
      try {
        record = asObject(JSON.parse(text));
      } catch {
        record = undefined; // the parser's own message quotes the line
      }
      if (record === undefined) throw shapeError(object, line, 'it is no JSON object', 'LINE_UNREADABLE');
      return flatten(record, object, line);
    };
    const decodeText = (chunk?: Uint8Array): string => {
      try {
        return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
      } catch {
        throw shapeError(object, line + 1, 'it is no UTF-8', 'ENCODING_INVALID');
      }
    };
    for await (const chunk of bytes) {
      const lines = (rest + decodeText(chunk)).split('\n');
      rest = lines.pop() ?? '';
      const out = lines.map(convert).join('');
      if (out !== '') yield Buffer.from(out, 'utf8');
    }
    const last = convert(rest + decodeText());
    if (last !== '') yield Buffer.from(last, 'utf8');
  };
}
