import { defineConfig } from 'vitest/config';

/** What a mutant of the policy engine meets: the tests that are about hints, gates and delays, with one seed for every property. */
export default defineConfig({
  test: {
    include: [
      'src/policy/hints/*.test.ts',
      'src/policy/gate/*.test.ts',
      'src/policy/backoff.test.ts',
      'src/policy/engine.test.ts',
      'src/policy/engine-gates.test.ts',
    ],
    setupFiles: ['test/one-seed.ts'],
    env: { LEDGERLINE_DEEP: '', LEDGERLINE_MUTATION: '1' },
    testTimeout: 20_000,
  },
});
