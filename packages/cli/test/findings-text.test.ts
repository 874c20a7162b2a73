import { expect, test } from 'vitest';
import { findingsText } from '../src/render/findings-text.ts';
import { runText } from '../src/render/run-text.ts';
import { noPaint, outcome, summary } from './samples.ts';

function finding(code: string, count: number, message = 'rows have no ISRC') {
  return { code, severity: 'warning' as const, message, count };
}

test('what was noticed in committed reports is told after the totals, once for each kind', () => {
  const outcomes = [
    outcome({ findings: [finding('ISRC_MISSING', 2), finding('COLUMN_UNKNOWN', 1, 'Column "Genre" is new')] }),
    outcome({ findings: [finding('ISRC_MISSING', 1200)] }),
  ];
  expect(runText(summary(outcomes), noPaint)).toContain(
    [
      ' units · EUR 12.30',
      'noticed: ISRC_MISSING: rows have no ISRC (1,202 in 2 reports)',
      'noticed: COLUMN_UNKNOWN: Column "Genre" is new (1 in 1 report)',
      'next: ',
    ].join('\n'),
  );
});

test('nothing noticed is nothing told', () => {
  expect(findingsText([outcome(), outcome({ findings: [] })])).toEqual([]);
});

test('the rarest of very many kinds are counted', () => {
  const findings = Array.from({ length: 25 }, (_, index) => finding(`K${index}`, 25 - index));
  const lines = findingsText([{ findings }]);
  expect(lines).toHaveLength(11);
  expect(lines.at(-1)).toBe('noticed: 15 more kinds; --json has them all');
});
