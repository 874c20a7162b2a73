import type { Body, ByteStage, Decoder, RowSource } from '../contracts/source.ts';

/**
 * Puts byte stages and a decoder behind a body: `decode(body, gunzip(), delimited({ delimiter: '\t' }))`.
 *
 * Order: stages apply from left to right; nothing is read before the pipeline opens the source.
 *
 * @example
 * ```ts
 * const source = decode(bodyOf('ISRC;Units\nDEZZ12600001;3\n'), gunzip({ when: 'magic' }), delimited({ delimiter: ';' }));
 * assert.deepEqual(await rowsOf(source), [{ ISRC: 'DEZZ12600001', Units: '3' }]);
 * ```
 */
export function decode(body: Body, ...stages: [...ByteStage[], Decoder]): RowSource {
  const decoder = stages.at(-1) as Decoder;
  const byteStages = stages.slice(0, -1) as ByteStage[];
  return Object.freeze({
    object: body.object,
    open(request) {
      const context = { signal: request.signal, observer: request.observer, object: body.object };
      const bytes = byteStages.reduce((input, stage) => stage(input, context), body.open(context));
      return decoder.rows(bytes, { ...request, object: body.object });
    },
  } satisfies RowSource);
}
