import assert from 'node:assert/strict';
import type { Theme } from '../check.ts';
import { asFault, type ConnectorKit } from '../connector-kit.ts';
import type { SpecialAnswer, UpstreamAnswers } from '../upstream.ts';
import { assertAskedAnew } from '../world/asked-anew.ts';

type Lapse = 'tokenExpired' | 'addressExpired';

async function answerOf(kit: ConnectorKit, name: Lapse): Promise<SpecialAnswer | undefined> {
  return kit.inWorld(async ({ upstream }) => (upstream.answers as UpstreamAnswers)[name]?.());
}

/** A lapse at any one request of its place costs nothing but that request. */
async function lapses(kit: ConnectorKit, name: Lapse): Promise<void> {
  const [at, fault] = asFault(name, await answerOf(kit, name));
  const count = await kit.countOf(at);
  assert.ok(count > 0, `a quiet day has no request of a ${at}, where "${name}" is answered`);
  for (const nth of kit.sampled(count, 5)) {
    const { requests } = await kit.survives(`${name} at ${at} ${nth}`, [{ at, nth }, fault]);
    if (name === 'addressExpired' && (await kit.countOf('address')) > 0) assertAskedAnew(requests, at, nth);
  }
}

/** Units: requests of one place beyond a quiet day's after which a refused credential counts as hammered. */
const spareRequests = 20;

export const credentialsTheme: Theme<ConnectorKit> = (kit) => [
  kit.needing(['tokenExpired'], {
    id: 'credentials/lapse',
    title: 'a credential that lapses in mid-run is renewed',
    run: () => lapses(kit, 'tokenExpired'),
  }),
  kit.needing(['tokenExpired'], {
    id: 'credentials/refused',
    title: 'a credential that is refused for good stops the account, is told, and is not hammered',
    run: async () => {
      const [at, fault] = asFault('tokenExpired', await answerOf(kit, 'tokenExpired'));
      const report = await kit.admits('a refused credential', [{ at }, fault]);
      const most = (await kit.countOf(at)) + spareRequests;
      const sent = report.requests.filter(({ place }) => place === at).length;
      assert.ok(sent <= most, `${sent} requests with a credential that the DSP refuses`);
    },
  }),
  kit.needing(['addressExpired'], {
    id: 'credentials/address',
    title: 'a signed address that lapses is asked for anew',
    run: () => lapses(kit, 'addressExpired'),
  }),
  kit.needing(['addressExpired'], {
    id: 'credentials/addresses',
    title: 'addresses that never work are given up and told',
    run: async () => {
      const [at, fault] = asFault('addressExpired', await answerOf(kit, 'addressExpired'));
      await kit.admits('dead addresses', [{ at }, fault]);
    },
  }),
];
