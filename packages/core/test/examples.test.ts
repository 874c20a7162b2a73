import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import * as core from '@ledgerline/core';
import { expect, test } from 'vitest';
import { offeredFunctions } from '../../../scripts/offered-functions.ts';
import { replyOf, serve } from '../src/sdk/listing.fixture.ts';
import { VirtualClock } from '../src/time/virtual-clock.ts';

/** A DSP of examples: answers by path and query, and by body where there is one. */
function answering(bodies: Record<string, unknown>, headers: Record<string, Record<string, string>> = {}) {
  return serve((request) => {
    const url = new URL(request.url ?? request.path ?? '', 'https://api.example');
    for (const [name, value] of Object.entries(request.query ?? {})) url.searchParams.set(name, String(value));
    const asked = `${url.pathname}${url.search}`;
    const key = request.body === undefined ? asked : `${asked} ${request.body}`;
    assert.ok(key in bodies, `nothing is answered to ${key}`);
    return replyOf(bodies[key], { url: url.href, headers: headers[key] ?? {} });
  }).http;
}

/** A document of a text. */
function bodyOf(content: string | Uint8Array): core.Body {
  return {
    object: 'example',
    async *open() {
      yield Buffer.from(content);
    },
  };
}

/** Every row of a source as an object. */
async function rowsOf(source: core.RowSource): Promise<unknown[]> {
  const observer = { evidence: silent, claim: silent, finding: silent };
  const bind = (header: readonly string[]) => header;
  const rows: unknown[] = [];
  for await (const batch of source.open({ batchRows: 100, bind, observer, signal: idle.signal }))
    for (let index = 0; index < batch.length; index += 1) rows.push({ ...batch.row(index).toObject() });
  return rows;
}

const offered = offeredFunctions();

/** A context in which nothing happens by itself. */
const silent = (): void => undefined;
const log: core.Logger = { debug: silent, info: silent, warn: silent, error: silent, child: () => log };
const idle = { clock: new VirtualClock(), log, signal: new AbortController().signal };

const scope = { ...core, assert, answering, bodyOf, generateKeyPairSync, gzipSync, idle, rowsOf };

test('every function that authors are offered shows in its docstring how it is used', () => {
  const shown = new Set(offered.flatMap(({ name, examples }) => (examples.length > 0 ? [name] : [])));
  expect(offered.filter(({ name }) => !shown.has(name)).map(({ file, name }) => `${file}: ${name}`)).toEqual([]);
  expect(shown.size).toBeGreaterThan(70);
});

const examples = offered.flatMap(({ name, examples: shown }) => shown.map((code) => [name, code] as const));

test.each(examples)('the example of %s runs as it stands', async (_, code) => {
  expect(code).toContain('assert.');
  const AsyncFunction: FunctionConstructor = Object.getPrototypeOf(async () => {}).constructor;
  // In a block of its own, so that it may use names that are names of the door, too.
  await AsyncFunction(...Object.keys(scope), `{ ${code} }`)(...Object.values(scope));
});
