import assert from 'node:assert/strict';
import type { Theme } from '../check.ts';
import { asEdit, type ConnectorKit } from '../connector-kit.ts';
import type { Fault, FaultAt } from '../wire/fault.ts';
import { sampled } from '../world/sampled.ts';

/** A listing that never ends must be noticed before it has cost this many times a quiet day's requests. */
const patience = 5;

async function bounded(kit: ConnectorKit, what: string, at: FaultAt, fault: Fault): Promise<void> {
  const most = patience * (await kit.quiet()).requests.length + 100;
  await kit.inWorld(async (world) => {
    const stop = new AbortController();
    let sent = 0;
    world.wire.onRequest = () => {
      sent += 1;
      if (sent === most) stop.abort();
    };
    world.wire.faults.add(at, fault);
    const report = await world.run({ signal: stop.signal });
    assert.ok(!stop.signal.aborted, `${what}: ${most} requests and no end`);
    world.wire.onRequest = undefined;
    await kit.honest(world, report, what);
    await kit.converges(world, what);
  });
}

async function atEachListing(kit: ConnectorKit, act: (nth: number) => Promise<void>): Promise<void> {
  for (const nth of sampled(await kit.countOf('listing'), 6)) await act(nth);
}

const unlisted = 'The DSP is asked for no listing.';

/** Scenarios about listings apply where a quiet day has any; whether it has is known only when it was lived. */
export const listingTheme: Theme<ConnectorKit> = (kit) => [
  {
    id: 'listing/repeated',
    title: 'a page that is given twice loses and doubles nothing silently',
    run: () =>
      atEachListing(kit, (nth) =>
        bounded(kit, `listing ${nth} repeated`, { at: 'listing', nth }, { kind: 'replay', of: 'previous' }),
      ),
  },
  {
    id: 'listing/stagnating',
    title: 'pages that never change again come to an end',
    run: () =>
      atEachListing(kit, (from) =>
        bounded(kit, `listings stagnating from ${from}`, { at: 'listing', from }, { kind: 'replay', of: 'previous' }),
      ),
  },
  {
    id: 'listing/looping',
    title: 'pages that lead back to the first come to an end',
    run: () =>
      atEachListing(kit, (from) =>
        bounded(kit, `listings looping from ${from}`, { at: 'listing', from }, { kind: 'replay', of: 'first' }),
      ),
  },
  kit.needing(['shortListing'], {
    id: 'listing/short',
    title: 'a listing with fewer entries than it advertises fails closed',
    run: async () => {
      const edit = (kit: ConnectorKit) => kit.inWorld(async ({ upstream }) => upstream.edits.shortListing);
      const fault = asEdit('shortListing', await edit(kit));
      const report = await kit.admits('a listing short of its total', [{ at: 'listing' }, fault]);
      const failed = Object.values(report.summary.pipelines).some(({ error }) => error !== undefined);
      assert.ok(failed, 'a listing short of its advertised total was taken for the whole');
    },
  }),
  {
    id: 'listing/failing',
    title: 'a listing that fails is told, and what it hid is not taken for absent',
    run: async () => {
      assert.ok((await kit.countOf('listing')) > 0 || kit.upstream.cannot?.shortListing, unlisted);
      await atEachListing(kit, async (from) => {
        await kit.admits(`listings failing from ${from}`, [
          { at: 'listing', from },
          { kind: 'status', status: 500 },
        ]);
      });
    },
  },
  {
    id: 'listing/again',
    title: 'a second run of the same listing reads no document again and changes no byte',
    run: () =>
      kit.inWorld(async (world) => {
        await world.run();
        const report = await world.run();
        await kit.honest(world, report, 'a second run');
        const documents = report.requests.filter(({ place }) => place === 'document').length;
        assert.equal(documents, 0, 'documents that are committed and unchanged were read again');
      }),
  },
];
