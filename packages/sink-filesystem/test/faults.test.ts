import { describe, expect, test } from 'vitest';
import { failEverywhere, faults } from './fault-model.ts';
import { document } from './world.ts';

const config = { path: '/lake', maxPartRows: 4 };
const first = document('first', 6, ['DE', 'FR']);
const second = document('second', 5, ['DE', 'JP']);

describe.each(faults)('when $what', (fault) => {
  test.each(['suspend', 'abandon'] as const)(
    'the lake is the old or the new one, and the next run finishes (%s)',
    async (ending) => {
      const { cases, violations } = await failEverywhere({ config, first, second, fault, ending });
      expect(violations).toEqual([]);
      expect(cases).toBeGreaterThan(3);
    },
  );
});
