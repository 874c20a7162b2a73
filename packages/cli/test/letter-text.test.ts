import type { DeadLetter } from '@ledgerline/core';
import { expect, test } from 'vitest';
import { letterNextStep } from '../src/render/letter-next-step.ts';
import { letterText } from '../src/render/letter-text.ts';
import { replayText } from '../src/render/replay-text.ts';
import { safeText } from '../src/render/safe-text.ts';
import { noPaint } from './samples.ts';

const letter: DeadLetter = {
  ...{
    id: '1f0c9a2e4b7d8c61',
    report: 'spotify/my-label/sales/2026-03/-',
    stage: 'validate',
    code: 'ISRC_INVALID',
    path: 'isrc',
  },
  ...{ message: 'The ISRC is wrong.', raw: 'GB\t\u001b[2Jnonsense\u0007\u202e', item: { units: '3' } },
  source: { object: 'sales.txt', record: 4, line: 7, byteOffset: 705 },
  row: { cells: { Country: 'GB', ISRC: '\u001b]0;title\u0007', Note: '', Label: null } },
};

test('a text from elsewhere cannot command a terminal', () => {
  expect(safeText('a\tb\r\n\u001b[31m\u009b1m\u202e\u200b\ud800')).toBe(
    'a\\tb\\r\\n\\u{1b}[31m\\u{9b}1m\\u{202e}\\u{200b}\\u{d800}',
  );
  expect(safeText('Überschätzt „日本” 🎵')).toBe('Überschätzt „日本” 🎵');
  expect(letterText(letter, noPaint).replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202e]/u);
});

test('a letter is told with place, stage, code, reason, row and next step', () => {
  expect(letterText(letter, noPaint)).toBe(
    `dead letter 1f0c9a2e4b7d8c61
  state   open
  report  spotify/my-label/sales/2026-03/-
  place   line 7 of sales.txt (record 4, byte 705)
  stage   validate: the line item was made but a validator refused it
  code    ISRC_INVALID
  field   isrc
  why     The ISRC is wrong.

  the row as received
    GB\\t\\u{1b}[2Jnonsense\\u{7}\\u{202e}

  its cells
    Country  GB
    ISRC     \\u{1b}]0;title\\u{7}
    Note     (empty)
    Label    (absent)

  the line item as far as it got
    units  3

next: ${letterNextStep(letter)}`,
  );
});

test.each([
  [{ stage: 'decode' as const }, 'ledgerline run --again spotify/my-label/sales/2026-03/-'],
  [{ stage: 'map' as const }, 'correct the mapping of isrc, then `ledgerline dlq replay'],
  [{ code: 'RATE_MISSING' }, 'add the rate to the table, then'],
  [{ code: 'SOMETHING_NEW' }, 'correct the mapping of isrc or the config of the validator, then'],
  [{ resolution: { kind: 'discarded' as const, at: '', run: '' } }, 'nothing: it was discarded'],
])('the next step of %j fits it', (change, step) => {
  expect(letterNextStep({ ...letter, ...change })).toContain(step);
});

test('a replay tells what was accepted, what is left and why a report was not replayed', () => {
  const report = { dsp: 'spotify', account: 'my-label', feed: 'sales', period: '2026-03', scope: '-' };
  const none = { report, tried: 0, accepted: 0, open: 2, unreadable: 2, amounts: {}, units: '0' };
  const text = replayText(
    [
      { ...none, effect: 'committed', tried: 3, accepted: 3, amounts: { EUR: '1.5' }, open: 0, unreadable: 0 },
      { ...none, effect: 'none', code: 'CLAIM_FAILED', message: 'it does not add up' },
    ],
    noPaint,
  );
  expect(text).toContain('committed  spotify/my-label/sales/2026-03/-  3 rows · EUR 1.5 · 0 still open');
  expect(text).toContain('CLAIM_FAILED: it does not add up');
  expect(text).toContain('2 letters cannot be replayed; read the report again: ledgerline run --again');
  expect(text).toContain('3 rows accepted · 2 dead letters still open');
});
