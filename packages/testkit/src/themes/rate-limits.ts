import assert from 'node:assert/strict';
import type { Check, Theme } from '../check.ts';
import { asFault, type ConnectorKit } from '../connector-kit.ts';
import type { WireRequest } from '../wire/wire.ts';
import type { World } from '../world/world.ts';

/** A form of `Retry-After`, and the instant before which nobody may come back. Units: epoch ms. */
interface Form {
  readonly id: string;
  readonly title: string;
  readonly text: (wallMs: number) => string | undefined;
  readonly notBefore: (answeredAtMs: number, startedAtMs: number) => number;
}

const date = (ms: number): string => new Date(ms).toUTCString();
/** Units: seconds; 34.7 days, beyond what 32-bit timers hold in ms. */
const hugeSec = 3_000_000;

const forms: readonly Form[] = [
  {
    id: 'seconds',
    title: 'seconds',
    text: () => '7',
    notBefore: (answered) => answered + 7000,
  },
  {
    id: 'date',
    title: 'an HTTP date',
    text: (wall) => date(wall + 60_000),
    notBefore: (_, started) => started + 60_000,
  },
  { id: 'zero', title: 'zero', text: () => '0', notBefore: (answered) => answered + 1 },
  { id: 'past', title: 'a date in the past', text: (wall) => date(wall - 60_000), notBefore: (at) => at + 1 },
  { id: 'huge', title: 'five weeks', text: () => String(hugeSec), notBefore: (at) => at + hugeSec * 1000 },
  { id: 'none', title: 'nothing', text: () => undefined, notBefore: (answered) => answered + 1 },
];

async function throttledOnce(kit: ConnectorKit, world: World, form: Form) {
  const startedAtMs = world.clock.wall();
  const throttled = world.upstream.answers.throttled?.(form.text(startedAtMs));
  const [at, fault] = asFault('throttled', throttled);
  world.wire.faults.add({ at, nth: 2 }, fault);
  const report = await world.run();
  await kit.honest(world, report, `throttled with ${form.title}`);
  const places = world.wire.requests.filter(({ place }) => place === at);
  const refused = places[1];
  assert.ok(refused?.answeredAtMs !== undefined, `only ${places.length} requests of a ${at}; the second is throttled`);
  const isSame = (request: WireRequest): boolean => request.path === refused.path && request.method === refused.method;
  const again = places.slice(2).filter(isSame);
  const earliest = form.notBefore(refused.answeredAtMs, startedAtMs);
  for (const { atMs } of again) {
    assert.ok(atMs >= earliest, `asked again ${earliest - atMs} ms before the DSP allowed it`);
  }
  await kit.converges(world, `throttled with ${form.title}`);
}

export const rateLimitsTheme: Theme<ConnectorKit> = (kit) =>
  forms.map(
    (form): Check =>
      kit.needing(['throttled'], {
        id: `rate/${form.id}`,
        title: `a throttle that asks for ${form.title} is waited out, never shortened`,
        run: () => kit.inWorld((world) => throttledOnce(kit, world, form)),
      }),
  );
