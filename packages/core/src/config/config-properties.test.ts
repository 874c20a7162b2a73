import fc from 'fast-check';
import { Type } from 'typebox';
import { expect, test } from 'vitest';
import { isLedgerlineError } from '../errors/ledgerline-error.ts';
import { checkValue } from './check-value.ts';
import { dayRange } from './day-range.ts';
import { withDefaults } from './defaults.ts';
import { Path, resolvePaths } from './path.ts';
import { parseConfig } from './read-config.ts';
import { collectSecrets, isSecret, Secret } from './secret.ts';
import { substitute } from './substitute.ts';

const yamlish = fc.array(
  fc.constantFrom(
    'a',
    'sinks',
    'pipelines',
    ':',
    ' ',
    '\n',
    '  ',
    '- ',
    '{',
    '}',
    '[',
    '"',
    '&x',
    '*x',
    '|',
    '#',
    '${',
    '1',
  ),
  { maxLength: 40 },
);

test('whatever the text, a configuration is read or refused with a ConfigError', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        yamlish.map((parts) => parts.join('')),
        fc.string(),
      ),
      (text) => {
        try {
          parseConfig('ledgerline.yaml', text, { env: {} });
        } catch (error) {
          expect(isLedgerlineError(error) && error.name).toBe('ConfigError');
        }
      },
    ),
  );
});

test('a text escaped by doubling the dollar comes out as it was', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', '{', '}', ' ', 'X') }), (inside) => {
      const text = `\${${inside.replaceAll('}', '')}}`;
      expect(substitute(`$${text}`, {})).toEqual({ text, used: [], missing: [] });
    }),
  );
});

test('a value is put in as it is, even when it looks like a variable', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), (value) => {
      expect(substitute(`<\${A}|\${A}>`, { A: value }).text).toBe(`<${value}|${value}>`);
    }),
  );
});

const Settings = Type.Object({
  count: Type.Integer({ default: 3 }),
  token: Type.Optional(Secret()),
  drop: Type.Union([
    Type.Object({ kind: Type.Literal('directory'), path: Path({ default: 'in' }) }),
    Type.Object({ kind: Type.Literal('s3'), bucket: Type.String(), keys: Type.Array(Secret()) }),
  ]),
  byName: Type.Record(Type.String(), Type.Object({ path: Path({ default: 'x' }) }), { default: {} }),
});

test('defaults fill what is absent and change nothing on a second pass', () => {
  fc.assert(
    fc.property(fc.object({ key: fc.constantFrom('count', 'drop', 'kind', 'byName', 'z') }), (value) => {
      const once = withDefaults(Settings, value);
      expect(withDefaults(Settings, once)).toEqual(once);
    }),
  );
});

test('defaults reach into records and alternatives', () => {
  const complete = withDefaults(Settings, { drop: { kind: 'directory' }, byName: { a: {} } });
  expect(complete).toEqual({ count: 3, drop: { kind: 'directory', path: 'in' }, byName: { a: { path: 'x' } } });
  expect(checkValue(Settings, complete)).toEqual([]);
});

test('a problem inside an alternative is told without the other alternatives', () => {
  const problems = checkValue(Settings, withDefaults(Settings, { drop: { kind: 's3', bucket: 1, keys: [] } }));
  expect(problems.map(({ path, message }) => [path.join('.'), message])).toEqual([
    ['drop.bucket', 'expected text, found a number; put it in quotes to make it text'],
  ]);
});

test('secrets are found wherever they stand, paths become absolute wherever they stand', () => {
  expect([isSecret(Secret()), isSecret(Type.String())]).toEqual([true, false]);
  const value = {
    count: 1,
    token: 't',
    drop: { kind: 's3', bucket: 'b', keys: ['k1', 't', ''] },
    byName: { a: { path: 'p' } },
  };
  expect(collectSecrets(Settings, value)).toEqual(['t', 'k1']);
  expect(resolvePaths(Settings, value, '/base')).toEqual({ ...value, byName: { a: { path: '/base/p' } } });
});

test('every month ends on the day before the first of the next', () => {
  const month = fc.record({ year: fc.integer({ min: 1900, max: 2400 }), month: fc.integer({ min: 1, max: 12 }) });
  fc.assert(
    fc.property(month, ({ year, month: number }) => {
      const last = new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10);
      expect(dayRange(`${year}-${String(number).padStart(2, '0')}`)?.last).toBe(last);
    }),
  );
});
