import assert from 'node:assert/strict';
import type { Check, Theme } from '../check.ts';
import { asFault, type ConnectorKit } from '../connector-kit.ts';
import type { WireRequest } from '../wire/wire.ts';
import { type RetryAfterForm, retryAfterForms } from '../world/retry-after-forms.ts';
import type { World } from '../world/world.ts';

async function throttledOnce(kit: ConnectorKit, world: World, form: RetryAfterForm) {
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
  retryAfterForms.map(
    (form): Check =>
      kit.needing(['throttled'], {
        id: `rate/${form.id}`,
        title: `a throttle that asks for ${form.title} is waited out, never shortened`,
        run: () => kit.inWorld((world) => throttledOnce(kit, world, form)),
      }),
  );
