import type { Theme } from '../check.ts';
import type { ConnectorKit } from '../connector-kit.ts';
import type { Place } from '../upstream.ts';
import type { Fault } from '../wire/fault.ts';

/**
 * A fault at the second request of every place (the first where there is only one), one place after the other.
 *
 * `turn` names the place that alone is tried where it is not to be thorough, so that faults that are much alike take turns.
 */
async function atEachPlace(kit: ConnectorKit, what: string, fault: Fault, { times = 1, turn = 0 } = {}): Promise<void> {
  const places = await kit.places();
  for (const [at, place] of places.entries()) {
    if (!kit.thorough && turn > 0 && at !== turn % places.length) continue;
    const first = Math.min(2, await kit.countOf(place));
    const nth = Array.from({ length: times }, (_, index) => first + index);
    await kit.survives(`${what} at a ${place}`, [{ at: place, nth }, fault]);
  }
}

/** Faults in the bodies of listings and documents; in a listing only the last of them where it is not to be thorough. */
async function inBodies(kit: ConnectorKit, what: string, faults: readonly Fault[]): Promise<void> {
  for (const place of ['listing', 'document'] satisfies Place[]) {
    if ((await kit.countOf(place)) === 0) continue;
    const tried = place === 'listing' && !kit.thorough ? faults.slice(-1) : faults;
    for (const fault of tried) await kit.survives(`${what} in a ${place}`, [{ at: place, nth: 1 }, fault]);
  }
}

export const failuresTheme: Theme<ConnectorKit> = (kit) => [
  ...[500, 502, 503, 504].map((status, turn) => ({
    id: `failures/${status}`,
    title: `a burst of ${status} at any kind of request is survived within the run`,
    run: () => atEachPlace(kit, `two ${status}`, { kind: 'status', status }, { times: 2, turn }),
  })),
  {
    id: 'failures/reset',
    title: 'a connection that is reset before an answer is survived within the run',
    run: () => atEachPlace(kit, 'a reset', { kind: 'reset' }, { turn: 4 }),
  },
  {
    id: 'failures/hang',
    title: 'a request that is never answered is given up and sent again',
    run: () => atEachPlace(kit, 'silence', { kind: 'hang' }, { turn: 5 }),
  },
  {
    id: 'failures/cut',
    title: 'a body cut at its first byte or later is fetched until it is whole',
    run: () =>
      inBodies(
        kit,
        'a cut',
        [0, 1, 60].map((afterBytes) => ({ kind: 'cut', afterBytes })),
      ),
  },
  {
    id: 'failures/stall',
    title: 'a body that stops coming is given up and fetched again',
    run: () => inBodies(kit, 'a stall', [{ kind: 'stall', afterBytes: 20 }]),
  },
  {
    id: 'failures/outage',
    title: 'an outage without an end is told, and the next day makes up for it',
    run: async () => {
      await kit.admits('an outage', [{}, { kind: 'status', status: 503 }]);
    },
  },
];
