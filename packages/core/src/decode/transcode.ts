import type { ByteStage } from '../contracts/source.ts';
import { PayloadError } from '../errors/leaves.ts';

export interface TranscodeOptions {
  /** The charset of the source; UTF-8 needs no stage. */
  readonly charset: 'latin1' | 'utf-16le' | 'utf-16be' | 'windows-1252';
}

/** What windows-1252 has at 0x80–0x9f (WHATWG Encoding, index windows-1252); five positions are control characters. */
const windows1252 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

/**
 * Turns another charset into UTF-8, so that everything after it sees UTF-8 only.
 *
 * Errors: PayloadError `CHARSET_INVALID` where the bytes are no text of that charset (UTF-16: a lone surrogate or half a unit).
 *
 * @example
 * ```ts
 * const source = decode(bodyOf(Buffer.from('Title\nÉté\n', 'latin1')), transcode({ charset: 'latin1' }), delimited({ delimiter: ',' }));
 * assert.deepEqual(await rowsOf(source), [{ Title: 'Été' }]);
 * ```
 */
export function transcode({ charset }: TranscodeOptions): ByteStage {
  return async function* (bytes, { object }) {
    const decoder = charset.startsWith('utf-16') ? new TextDecoder(charset, { fatal: true }) : undefined;
    let offset = 0;
    const decodeUtf16 = (chunk?: Uint8Array): Uint8Array => {
      try {
        const text = chunk === undefined ? decoder?.decode() : decoder?.decode(chunk, { stream: true });
        return Buffer.from(text ?? '');
      } catch (cause) {
        throw new PayloadError(
          `${object} is not ${charset} text (at or shortly after byte ${offset}). Check the charset of the source.`,
          { code: 'CHARSET_INVALID', details: { object, byteOffset: offset }, cause },
        );
      }
    };
    for await (const chunk of bytes) {
      const text = decoder === undefined ? single(chunk, charset) : decodeUtf16(chunk);
      offset += chunk.length;
      if (text.length > 0) yield text;
    }
    if (decoder !== undefined) decodeUtf16();
  };
}

function single(chunk: Uint8Array, charset: TranscodeOptions['charset']): Uint8Array {
  const text = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).toString('latin1');
  if (charset === 'latin1') return Buffer.from(text);
  return Buffer.from(
    text.replace(/[\u0080-\u009f]/g, (control) => windows1252[control.charCodeAt(0) - 0x80] ?? control),
  );
}
