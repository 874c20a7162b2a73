import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import * as core from '@ledgerline/core';
import { expect, test } from 'vitest';
import { replyOf, serve } from '../src/sdk/listing.fixture.ts';

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

const folders = ['sdk', 'map'].map((room) => new URL(`../src/${room}/`, import.meta.url));

/** The examples of the docstrings of a file. */
function examplesOf(file: URL): string[] {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(/\* ```ts\n([\s\S]*?)\* ```/g)].map(([, code = '']) => code.replace(/^ *\* ?/gm, ''));
}

const examples = folders.flatMap((folder) =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.ts') && !file.includes('.test.'))
    .flatMap((file) => examplesOf(new URL(file, folder)).map((code, index) => [`${file} ${index + 1}`, code] as const)),
);

const scope = { ...core, assert, answering, generateKeyPairSync };

test.each(examples)('the example of %s runs as it stands', async (_, code) => {
  expect(code).toContain('assert.');
  const AsyncFunction: FunctionConstructor = Object.getPrototypeOf(async () => {}).constructor;
  // In a block of its own, so that it may use names that are names of the door, too.
  await AsyncFunction(...Object.keys(scope), `{ ${code} }`)(...Object.values(scope));
});
