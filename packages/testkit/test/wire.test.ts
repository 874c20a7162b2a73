import { HttpResponse, http } from 'msw';
import { expect, test } from 'vitest';
import { createWire } from '../src/wire/wire.ts';

const handlers = [http.post('https://dsp.test/all', () => HttpResponse.text('fine'))];

test('what is posted to one address is told apart by its name: a fault of one document spares the other', async () => {
  const wire = createWire({
    handlers,
    placeOf: ({ body }) => (body.startsWith('report') ? 'document' : 'listing'),
    nameOf: ({ url, body }) => `${url.pathname}/${body}`,
    now: () => 0,
  });
  const ask = async (body: string) => (await wire.fetch('https://dsp.test/all', { method: 'POST', body })).status;
  wire.faults.add({ at: 'document', path: '/all/report 2' }, { kind: 'status', status: 503 });
  expect([await ask('vendors'), await ask('report 1'), await ask('report 2')]).toEqual([200, 200, 503]);
  expect(wire.requests.map(({ place, path }) => `${place} ${path}`)).toEqual([
    'listing /all/vendors',
    'document /all/report 1',
    'document /all/report 2',
  ]);
});

test('without a name of its own a request goes by path and query', async () => {
  const wire = createWire({ handlers, placeOf: () => 'document', now: () => 0 });
  await wire.fetch('https://dsp.test/all?page=2', { method: 'POST', body: 'x' });
  expect(wire.requests.map(({ path }) => path)).toEqual(['/all?page=2']);
});
