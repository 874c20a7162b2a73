import type { Body, ByteStage } from '@ledgerline/core';

const LF = 10;
const lineEnd = new Uint8Array([LF]);

/**
 * The files of one message as one body, one after the other: what `dsr()` reads as a whole message.
 *
 * Order: as given; any order will do. `stages` (such as `gunzip()`) apply to each file on its own. A file without a final line end gets one,
 * which adds no line.
 */
export function messageBody(object: string, files: readonly Body[], ...stages: readonly ByteStage[]): Body {
  const parts = Object.freeze([...files]);
  return Object.freeze({
    object,
    async *open(request) {
      for (const part of parts) {
        const context = { ...request, object: part.object };
        let last: number | undefined = LF;
        for await (const chunk of stages.reduce((bytes, stage) => stage(bytes, context), part.open(request))) {
          last = chunk.at(-1) ?? last;
          yield chunk;
        }
        if (last !== LF) yield lineEnd;
      }
    },
  } satisfies Body);
}
