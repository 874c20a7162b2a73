import assert from 'node:assert/strict';
import type { Check, Theme } from '../check.ts';
import { asEdit, type ConnectorKit } from '../connector-kit.ts';
import type { Fault, FaultAt } from '../wire/fault.ts';
import { stopAtRequest } from '../world/stop-at.ts';

/** A listing that never ends must be noticed before it has cost this many times a quiet day's requests. */
const patience = 5;

async function bounded(kit: ConnectorKit, what: string, at: FaultAt, fault: Fault): Promise<void> {
  const most = patience * (await kit.quiet()).requests.length + 100;
  await kit.inWorld(async (world) => {
    world.wire.faults.add(at, fault);
    const signal = stopAtRequest(world, most);
    const report = await world.run({ signal });
    assert.ok(!signal.aborted, `${what}: ${most} requests and no end`);
    world.wire.onRequest = undefined;
    await kit.honest(world, report, what);
    await kit.converges(world, what);
  });
}

/** The fault at each listing of a quiet day in turn. */
function pages(kit: ConnectorKit, id: string, title: string, at: 'nth' | 'from', fault: Fault): Check {
  const run = async (): Promise<void> => {
    const count = await kit.countOf('listing');
    assert.ok(count > 0, 'a quiet day has no listing, and there is no reason in `cannot`');
    for (const page of kit.sampled(count, 6)) {
      await bounded(kit, `${id}, listing ${page}`, { at: 'listing', [at]: page }, fault);
    }
  };
  return kit.needing(['listing'], { id: `listing/${id}`, title, run });
}

export const listingTheme: Theme<ConnectorKit> = (kit) => [
  pages(kit, 'repeated', 'a page that is given twice loses and doubles nothing silently', 'nth', replay('previous')),
  pages(kit, 'stagnating', 'pages that never change again come to an end', 'from', replay('previous')),
  pages(kit, 'looping', 'pages that lead back to the first come to an end', 'from', replay('first')),
  pages(kit, 'failing', 'a listing that fails is told, and what it hid is not taken for absent', 'from', {
    ...{ kind: 'status', status: 500 },
  }),
  kit.needing(['listing', 'shortListing'], {
    id: 'listing/short',
    title: 'a listing with fewer entries than it advertises fails closed',
    run: async () => {
      const edit = await kit.inWorld(async ({ upstream }) => upstream.edits.shortListing);
      const short = asEdit('shortListing', edit);
      const { summary } = await kit.admits('a listing short of its total', [{ at: 'listing' }, short]);
      const failed = Object.values(summary.pipelines).some(({ error }) => error !== undefined);
      assert.ok(failed, 'a listing short of its advertised total was taken for the whole');
    },
  }),
];

function replay(of: 'previous' | 'first'): Fault {
  return { kind: 'replay', of };
}
