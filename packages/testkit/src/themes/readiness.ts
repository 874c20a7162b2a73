import assert from 'node:assert/strict';
import { reportId } from '@ledgerline/core';
import type { Check, Theme } from '../check.ts';
import { asEdit, asFault, type ConnectorKit } from '../connector-kit.ts';
import { complaints, outcomesOf } from '../world/honesty.ts';

/** One document answers so at every request; it alone must be missing, with one of these verdicts. */
function absent(kit: ConnectorKit, name: 'notReady' | 'gone', verdicts: readonly string[]): Check['run'] {
  return () =>
    kit.inWorld(async (world) => {
      const [at, fault] = asFault(name, world.upstream.answers[name]?.());
      const quiet = await kit.quiet();
      const paths = quiet.requests.filter(({ place }) => place === at).map(({ path }) => path);
      assert.ok(paths[0] !== undefined, `a quiet day has no request of a ${at}`);
      world.wire.faults.add({ at, path: paths[0] }, fault);
      const report = await world.run();
      const { told } = await kit.honest(world, report, name);
      assert.equal(told.length, 1, `one report is ${name}, but missing are ${told.join(', ') || 'none'}`);
      const outcome = outcomesOf(report.summary).find((candidate) => reportId(candidate.report) === told[0]);
      assert.ok(
        outcome !== undefined && verdicts.includes(outcome.verdict),
        `expected a verdict of ${verdicts.join(' or ')}; ${complaints(report.summary)}`,
      );
      await kit.converges(world, name);
    });
}

export const readinessTheme: Theme<ConnectorKit> = (kit) => [
  kit.needing(['notReady'], {
    id: 'readiness/not-ready',
    title: 'a report that is not ready is put off, taken for neither empty nor gone, and holds up no other',
    run: absent(kit, 'notReady', ['not-ready', 'deferred', 'missing']),
  }),
  kit.needing(['gone'], {
    id: 'readiness/gone',
    title: 'a report out of retention is told as gone and holds up no other',
    run: absent(kit, 'gone', ['gone']),
  }),
  kit.needing(['noRows'], {
    id: 'readiness/empty',
    title: 'a document without rows is a proven zero where the feed says so, and unproven elsewhere',
    run: () =>
      kit.inWorld(async (world) => {
        world.wire.faults.add({ at: 'document' }, asEdit('noRows', world.upstream.edits.noRows));
        const { summary } = await world.run();
        for (const { report, object, verdict, effect } of outcomesOf(summary)) {
          const proves = kit.connector.feeds[report.feed]?.emptyDocument === 'proves-zero';
          const isProved = verdict === 'empty' && effect === 'committed';
          // A claim of rows that are not there makes it incomplete, whatever the feed takes for proof.
          const unproven = proves ? ['incomplete'] : ['incomplete', 'unproven', 'held', 'failed'];
          const isUnproven = effect === 'none' && unproven.includes(verdict);
          assert.ok(isProved || isUnproven, `${object} without rows is ${verdict}; ${complaints(summary)}`);
        }
        const rows = [...(await world.lake()).values()].map(({ manifest }) => manifest.counts.accepted);
        assert.ok(Math.max(0, ...rows) === 0, 'rows were committed from documents without any');
      }),
  }),
];
