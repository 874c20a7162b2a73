import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyCharacter } from '../../core/test/any-character.ts';
import { partitionDirectory } from '../src/layout.ts';

function directoryOf(territory: string): string {
  return partitionDirectory({ dsp: 'spotify', territory, period: '2026-03' });
}

test.each([
  ['DE', 'territory=DE'],
  ['', 'territory=__HIVE_DEFAULT_PARTITION__'],
  ['../../etc', 'territory=..%2F..%2Fetc'],
  ['a\0b', 'territory=a%00b'],
  ['__proto__', 'territory=__proto__'],
])('the territory %j lies in %s', (territory, name) => {
  expect(directoryOf(territory).split('/')[1]).toBe(name);
});

test('a value longer than a name may be is cut, and two such values never meet', () => {
  const [left = '', right = ''] = [directoryOf(`${'x'.repeat(300)}a`), directoryOf(`${'x'.repeat(300)}b`)];
  expect(left).not.toBe(right);
  expect(left).toMatch(/^dsp=spotify\/territory=x{183}-[0-9a-f]{16}\/period=2026-03$/);
  expect(directoryOf('x'.repeat(200))).toContain(`territory=${'x'.repeat(200)}/`);
});

test('every value gives one name below the partition above it, which decodes', () => {
  fc.assert(
    fc.property(fc.string({ unit: anyCharacter, maxLength: 400 }), (territory) => {
      const [dsp, name = '', period, ...more] = directoryOf(territory).split('/');
      expect([dsp, period, more]).toEqual(['dsp=spotify', 'period=2026-03', []]);
      expect(name.length).toBeLessThanOrEqual(255);
      expect(name).toMatch(/^territory=[A-Za-z0-9_.%-]+$/);
      expect(() => decodeURIComponent(name)).not.toThrow();
    }),
  );
});
