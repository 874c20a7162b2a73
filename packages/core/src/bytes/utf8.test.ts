import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyCharacter } from '../../test/any-character.ts';
import { firstInvalidUtf8, receivedText } from './utf8.ts';

describe('UTF-8', () => {
  test('is judged as the platform judges it, and valid text is given back unchanged', () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter }), (text) => {
        const bytes = Buffer.from(text);
        expect(firstInvalidUtf8(bytes, 0, bytes.length)).toBe(-1);
        expect(receivedText(bytes, 0, bytes.length)).toBe(bytes.toString());
      }),
    );
  });

  test('that is broken is found where the valid prefix ends', () => {
    const fatal = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 12 }), (bytes) => {
        const at = firstInvalidUtf8(bytes, 0, bytes.length);
        if (at < 0) {
          expect(() => fatal.decode(bytes)).not.toThrow();
          return;
        }
        expect(() => fatal.decode(bytes.subarray(0, at))).not.toThrow();
        expect(() => fatal.decode(bytes)).toThrow();
        expect(receivedText(bytes, 0, bytes.length)).not.toContain('\ufffd');
      }),
      { numRuns: 1000 },
    );
  });

  test('that is broken is shown byte by byte', () => {
    expect(receivedText(Buffer.from([0x41, 0xe4, 0x42, 0xff]), 0, 4)).toBe('A\\xE4B\\xFF');
  });
});
