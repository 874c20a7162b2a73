import apple from '@ledgerline/connector-apple';
import { createFakeApple, type FakeAppleOptions } from '@ledgerline/connector-apple/mock';
import type { ConnectorContext, HttpReply, HttpRequest } from '@ledgerline/core';
import { getResponse } from 'msw';
import { Value } from 'typebox/value';
import { expect, test } from 'vitest';
import { readXml } from '../src/reporter-xml.ts';

type Config = Parameters<NonNullable<typeof apple.check>>[0]['config'];

/** A context whose requests go straight to a fake. */
function contextOf(options: FakeAppleOptions, own: Record<string, string> = {}) {
  const fake = createFakeApple(options);
  const config = Value.Default(apple.config, { ...fake.config(), ...own }) as Config;
  const warnings: string[] = [];
  const log = {
    debug() {},
    info() {},
    warn: (event: string) => void warnings.push(event),
    error() {},
    child: () => log,
  };
  const request = async ({ path = '', body = '' }: HttpRequest): Promise<HttpReply> => {
    const response = await getResponse(
      [...fake.handlers],
      new Request(config.baseUrl + path, { method: 'POST', body }),
    );
    const text = (await response?.text()) ?? '';
    return {
      status: response?.status ?? 0,
      headers: {},
      bytes: Buffer.from(text),
      text: () => text,
      json: () => JSON.parse(text),
    };
  };
  const context: ConnectorContext<Config> = {
    config,
    account: 'label',
    http: { request, download: (object) => ({ object, async *open() {} }) },
    run: (_op, fn) => fn(new AbortController().signal),
    log,
    clock: { wall: Date.now, mono: () => 0, sleepUntil: async () => {}, timer: () => ({ [Symbol.dispose]() {} }) },
    signal: new AbortController().signal,
  };
  return { fake, context, warnings };
}

test('the check asks for accounts, vendors and version, and for nothing that changes anything', async () => {
  const { fake, context, warnings } = contextOf({});
  await apple.check?.(context);
  expect(fake.requests.map(({ command }) => command)).toEqual([
    'Sales.getAccounts',
    'Sales.getVendors',
    'Sales.getReportVersion',
  ]);
  expect(warnings).toEqual([]);
  fake.state.reportVersion = '1_3';
  await apple.check?.(context);
  expect(warnings).toEqual(['apple.newer_version']);
});

test('several accounts are named so that one can be chosen', async () => {
  const accounts = [
    { number: '100001', name: 'Rock & Roll <Records>' },
    { number: '100002', name: 'Other' },
  ];
  await expect(apple.check?.(contextOf({ accounts }).context)).rejects.toThrow(
    '100001 (Rock & Roll <Records>), 100002 (Other)',
  );
  await apple.check?.(contextOf({ accounts }, { account: '100002' }).context);
});

test('an answer of another form is a payload error that names what was asked', async () => {
  const { context } = contextOf({});
  const odd: ConnectorContext<Config> = {
    ...context,
    http: {
      ...context.http,
      request: async () => ({
        status: 200,
        headers: {},
        bytes: Buffer.from(''),
        text: () => '<html></html>',
        json: () => null,
      }),
    },
  };
  await expect(apple.check?.(odd)).rejects.toMatchObject({
    code: 'REPLY_UNEXPECTED',
    details: { expected: 'Accounts', found: 'html' },
  });
});

test('XML is read with entities, comments and empty elements, and anything broken is none', () => {
  expect(readXml('\uFEFF<?xml version="1.0"?><!-- x --><a><b>1 &lt; 2 &#38; &#x33;</b><c/></a>\n')).toMatchObject({
    name: 'a',
    children: [{ name: 'b', text: '1 < 2 & 3' }, { name: 'c' }],
  });
  for (const broken of ['', 'text', '<a>', '<a></b>', '<a></a><b></b>', '</a>', '<a><b></a></b>', '< a></a>']) {
    expect(readXml(broken)).toBeUndefined();
  }
});
