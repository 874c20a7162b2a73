import { expect, test } from 'vitest';
import { createRooms } from '../bench/profile/rooms.ts';
import { allocationsByRoom, timeByRoom } from '../bench/profile/summary.ts';

const frame = (functionName: string, url: string) => ({ functionName, url, lineNumber: 0, columnNumber: 0 });
const source = (path: string) => new URL(`../packages/${path}`, import.meta.url).href;

test('a frame belongs to the room of core, the package, the library or the engine that it is in', () => {
  const originOf = createRooms();
  expect(originOf(frame('scan', source('core/src/decode/delimited-scanner.ts')))).toEqual({
    room: 'core/decode',
    function: 'scan (delimited-scanner.ts)',
  });
  expect(originOf(frame('append', source('sink-filesystem/src/parts.ts'))).room).toBe('sink-filesystem');
  expect(originOf(frame('parse', source('../node_modules/.pnpm/yaml@1.0.0/node_modules/yaml/dist/a.js'))).room).toBe(
    'libraries',
  );
  expect(originOf(frame('writeSync', 'node:fs')).room).toBe('node');
  expect(originOf(frame('(garbage collector)', '')).room).toBe('(garbage collector)');
});

test('time and allocations of all calls add up by room, largest first', () => {
  const originOf = createRooms();
  const decode = frame('scan', source('core/src/decode/a.ts'));
  const encode = frame('write', source('core/src/encode/b.ts'));
  const nodes = [decode, encode, decode].map((callFrame, id) => ({ id, callFrame }));
  const time = timeByRoom({ nodes, samples: [0, 1, 2, 2], timeDeltas: [1000, 2000, 3000, 4000] }, originOf);
  expect(time.map(({ room, value, share }) => [room, value, share])).toEqual([
    ['core/decode', 8, 0.8],
    ['core/encode', 2, 0.2],
  ]);
  const head = { callFrame: decode, selfSize: 1e6, children: [{ callFrame: encode, selfSize: 3e6, children: [] }] };
  expect(allocationsByRoom({ head }, originOf).map(({ room, value }) => [room, value])).toEqual([
    ['core/encode', 3],
    ['core/decode', 1],
  ]);
});
