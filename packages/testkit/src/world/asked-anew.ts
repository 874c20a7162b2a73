import assert from 'node:assert/strict';
import type { Place } from '../upstream.ts';
import type { WireRequest } from '../wire/wire.ts';

/** The same dead address may not be tried again: between the refusal and the next try a fresh one was asked for. */
export function assertAskedAnew(requests: readonly WireRequest[], at: Place, nth: number): void {
  const refused = requests.filter(({ place }) => place === at)[nth - 1];
  const later = refused === undefined ? [] : requests.slice(requests.indexOf(refused) + 1);
  const again = later.findIndex(
    ({ place, path }) => place === at && path.split('?')[0] === refused?.path.split('?')[0],
  );
  const asked = later.slice(0, Math.max(0, again)).some(({ place }) => place === 'address');
  assert.ok(again >= 0 && asked, `the address refused at ${at} ${nth} was tried again without asking for a fresh one`);
}
