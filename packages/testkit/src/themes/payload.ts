import assert from 'node:assert/strict';
import type { Theme } from '../check.ts';
import { asEdit, type ConnectorKit } from '../connector-kit.ts';
import type { Fault } from '../wire/fault.ts';
import { complaints, outcomesOf } from '../world/honesty.ts';

/** One spoilt document, always: it must not be committed, and the run must say so. */
async function refused(kit: ConnectorKit, what: string, fault: Fault): Promise<void> {
  const report = await kit.admits(what, [{ at: 'document' }, fault]);
  const names = outcomesOf(report.summary).flatMap(({ effect, object }) => (effect === 'committed' ? [object] : []));
  assert.deepEqual(names, [], `${what}: documents were committed all the same`);
}

export const payloadTheme: Theme<ConnectorKit> = (kit) => [
  {
    id: 'payload/wrong-length',
    title: 'a body that differs once from its Content-Length is fetched again',
    run: async () => {
      for (const byBytes of [7, -7]) {
        const fault: Fault = { kind: 'wrong-length', byBytes };
        await kit.admits(`a length off by ${byBytes}`, [{ at: 'document', nth: 1 }, fault]);
      }
    },
  },
  {
    id: 'payload/truncated',
    title: 'documents without their last bytes are not committed, even with a length that fits',
    run: () => refused(kit, 'truncated documents', { kind: 'truncated', missingBytes: 9 }),
  },
  {
    id: 'payload/members',
    title: 'gzip in several members is read to the end of the last',
    run: async () => {
      await kit.survives('two gzip members', [{ at: 'document' }, { kind: 'multi-member' }]);
    },
  },
  {
    id: 'payload/slices',
    title: 'rows do not depend on where the chunks of the transport fall',
    run: async () => {
      for (const bytes of kit.thorough ? [1, 17] : [1])
        await kit.survives(`chunks of ${bytes}`, [{ at: 'document' }, { kind: 'slices', bytes }]);
    },
  },
  kit.declaring(
    'controlTotals',
    kit.needing(['wrongTotal'], {
      id: 'payload/totals',
      title: 'a document whose own totals do not hold is incomplete, and not committed',
      run: () =>
        kit.inWorld(async (world) => {
          world.wire.faults.add({ at: 'document' }, asEdit('wrongTotal', world.upstream.edits.wrongTotal));
          const { summary } = await world.run();
          const taken = outcomesOf(summary).filter(({ verdict }) => verdict !== 'incomplete' && verdict !== 'held');
          assert.deepEqual(taken, [], `documents whose totals do not hold were taken; ${complaints(summary)}`);
          await kit.converges(world, 'wrong totals');
        }),
    }),
  ),
];
