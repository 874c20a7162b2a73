import { NotReadyError, PayloadError, type RowSource } from '@ledgerline/core';

/**
 * Tracks that streams may be joined to: without them, or without their ISRC, every play would lose its ISRC in silence.
 *
 * Errors: NotReadyError when the document has no tracks at all (a later run tries again); PayloadError `COLUMN_MISSING` when no ISRC
 * column is there.
 */
export function requireTracks(source: RowSource): RowSource {
  return {
    ...source,
    async *open(request) {
      const end = yield* source.open({
        ...request,
        bind(header) {
          if (!header.includes('isrc')) {
            throw new PayloadError(
              `${source.object} has no "isrc", so plays cannot be given theirs; it has ${header.join(', ')}.`,
              { code: 'COLUMN_MISSING', details: { object: source.object } },
            );
          }
          return request.bind(header);
        },
      });
      if (!end.hasContent) {
        throw new NotReadyError(`${source.object} is empty, so plays of that day cannot be given their ISRC yet.`, {
          details: { object: source.object },
        });
      }
      return end;
    },
  };
}
