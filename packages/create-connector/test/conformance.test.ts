import { join } from 'node:path';
import type { Answers } from '@ledgerline/create-connector';
import { type AnyConnector, connectorChecks, runChecks, type Upstream } from '@ledgerline/testkit/checks';
import { expect, test } from 'vitest';
import { withPackages } from './generated.ts';

/** Chosen so that what differs most in what a connector does is there; `npm run journey:connector` runs others in full. */
const samples: readonly Answers[] = [
  { name: 'tonspur', dsp: 'Tonspur', auth: 'client-credentials', listing: 'calendar', format: 'ndjson' },
  ...(process.env.LEDGERLINE_DEEP === undefined
    ? []
    : [{ name: 'kite', dsp: 'Kite', auth: 'refresh-token', listing: 'link', format: 'tsv.gz' } as const]),
];

/** Left to `npm run conformance` of the package itself: they take long and say little about templates. */
const left = new Set(['memory', 'faults', 'resume', 'cancellation', 'secrets']);

test.each(samples)(
  'the $listing listing behind $auth with $format keeps the contract untouched',
  {
    timeout: 240_000,
  },
  async (answers) => {
    await withPackages([answers], async (folder) => {
      const [{ default: connector }, { upstream }]: [{ default: AnyConnector }, { upstream: Upstream }] =
        await Promise.all([
          import(join(folder, answers.name, 'src/index.ts')),
          import(join(folder, answers.name, 'src/mock.ts')),
        ]);
      const checks = connectorChecks({ connector, upstream, thorough: false });
      const chosen = checks.filter(({ id }) => !left.has(id.split('/')[0] ?? ''));
      const results = await runChecks(chosen, upstream.waivers);
      expect(results.filter(({ outcome }) => outcome === 'broken')).toEqual([]);
      expect(results.filter(({ outcome }) => outcome === 'holds').length).toBeGreaterThan(20);
    });
  },
);
