import assert from 'node:assert/strict';
import type { Theme } from '../check.ts';
import { asEdit, type ConnectorKit } from '../connector-kit.ts';
import { complaints, outcomesOf } from '../world/honesty.ts';

export const driftTheme: Theme<ConnectorKit> = (kit) => [
  kit.needing(['unknownColumn'], {
    id: 'drift/unknown-column',
    title: 'a column nobody knows changes no row and is a finding of its report',
    run: () =>
      kit.inWorld(async (world) => {
        world.wire.faults.add({ at: 'document' }, asEdit('unknownColumn', world.upstream.edits.unknownColumn));
        const { summary } = await world.run();
        const [lake, quiet] = [await world.lake(), (await kit.quiet()).lake];
        assert.equal(lake.size, quiet.size, `not everything was committed: ${complaints(summary)}`);
        for (const [id, { manifest }] of lake) {
          const known = quiet.get(id)?.manifest;
          assert.deepEqual(manifest.totals, known?.totals, `${id}: totals differ`);
          assert.deepEqual(manifest.counts, known?.counts, `${id}: counts differ`);
          const sums = manifest.files.map(({ sha256 }) => sha256);
          assert.deepEqual(
            sums,
            known?.files.map(({ sha256 }) => sha256),
            `${id}: rows differ`,
          );
          assert.ok(
            manifest.counts.read === 0 || manifest.findings.some(({ code }) => /COLUMN|FIELD|UNKNOWN/.test(code)),
            `${id} has a column nobody knows and no finding about it`,
          );
        }
      }),
  }),
  kit.needing(['missingColumn'], {
    id: 'drift/missing-column',
    title: 'documents without a needed column are refused, and their reports told',
    run: async () => {
      const edit = await kit.inWorld(async ({ upstream }) => upstream.edits.missingColumn);
      const report = await kit.admits('a missing column', [{ at: 'document' }, asEdit('missingColumn', edit)]);
      const outcomes = outcomesOf(report.summary);
      const taken = outcomes.filter(({ effect }) => effect === 'committed').map(({ object }) => object);
      assert.deepEqual(taken, [], 'documents without a needed column were committed');
      assert.ok(outcomes.length > 0, `nothing was tried: ${complaints(report.summary)}`);
    },
  }),
];
