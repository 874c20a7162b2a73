import {
  type Body,
  type ByteStage,
  decode,
  delimited,
  gunzip,
  NotReadyError,
  PayloadError,
  type RowSource,
} from '@ledgerline/core';

/** Lines that may stand before the header. Source: Studio-style files of public importers. */
const titleLine = /^(?:\uFEFF)?"?asset summary"?[,\s]*$/i;

/** Longer than any title with its empty cells; a longer first line is a header. */
const maxTitleBytes = 256;

/**
 * Makes a leading `Asset Summary` line blank, byte by byte, so that the header is found and every line and offset stays what it was.
 *
 * Anything else passes unchanged.
 */
export function blankTitle(): ByteStage {
  return async function* (bytes) {
    let head: Buffer | undefined = Buffer.alloc(0);
    for await (const chunk of bytes) {
      if (head === undefined) {
        yield chunk;
        continue;
      }
      head = Buffer.concat([head, chunk]);
      if (head.length < maxTitleBytes && !head.includes(10)) continue;
      yield blanked(head);
      head = undefined;
    }
    if (head !== undefined && head.length > 0) yield blanked(head);
  };
}

function blanked(head: Buffer): Buffer {
  const end = head.indexOf(10);
  if (end < 0 || end > maxTitleBytes || !titleLine.test(head.toString('utf8', 0, end))) return head;
  const carriageReturn = head[end - 1] === 13 ? 1 : 0;
  const start = head[0] === 0xef ? 3 : 0;
  return Buffer.from(head).fill(' ', start, end - carriageReturn);
}

/**
 * A report's rows, whichever way it was packed: gzip is told by its first bytes, not by what was asked for.
 *
 * Errors: PayloadError `HEADER_MISSING` for a body without a header: a day without data has one, and no body at all proves nothing.
 */
export function csvRows(body: Body): RowSource {
  const source = decode(body, gunzip({ when: 'magic' }), blankTitle(), delimited({ delimiter: ',' }));
  return {
    ...source,
    async *open(request) {
      const end = yield* source.open(request);
      if (end.hasContent) return end;
      throw new PayloadError(
        `${source.object} has no header, not even that of an empty report, so nothing about its window is known; a later run reads it again.`,
        { code: 'HEADER_MISSING', disposition: 'abort', details: { object: source.object } },
      );
    },
  };
}

/**
 * Rows of the asset report to look the ISRC up in.
 *
 * Errors: PayloadError `COLUMN_MISSING` when none of the ISRC columns is there; NotReadyError when there are no assets at all: rows would
 * lose their ISRC in silence.
 */
export function requireAssets(source: RowSource, isrcColumns: readonly string[]): RowSource {
  return {
    ...source,
    async *open(request) {
      const end = yield* source.open({
        ...request,
        bind(header) {
          if (!isrcColumns.some((name) => header.includes(name))) {
            throw new PayloadError(
              `${source.object} has none of the columns ${isrcColumns.join(', ')}, so rows cannot be given their ISRC; the connector needs an update, or set joinAssets: false.`,
              { code: 'COLUMN_MISSING', details: { object: source.object } },
            );
          }
          return request.bind(header);
        },
      });
      if (end.cursor.record > 0) return end;
      throw new NotReadyError(`${source.object} lists no assets, so rows cannot be given their ISRC yet.`, {
        details: { object: source.object },
      });
    },
  };
}

/** A lookup in which nothing is found. */
export function noRows(object: string): RowSource {
  const cursor = { record: 0, line: 1, byteOffset: 0, digest: '' };
  return {
    object,
    async *open() {
      yield* [];
      return { cursor, decodedBytes: 0, digest: '', hasContent: false };
    },
  };
}
