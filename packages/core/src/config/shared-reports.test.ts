import { Type } from 'typebox';
import { expect, test } from 'vitest';
import type { Connector, Feed } from '../contracts/connector.ts';
import { defineConnector, definePolicy } from '../contracts/define.ts';
import type { LoadedPipeline } from './loaded-config.ts';
import type { PlainMap } from './schema-node.ts';
import { sharedReports } from './shared-reports.ts';

interface Folder {
  readonly folder?: string;
}

function feed(change: Partial<Feed<Folder>>): Feed<Folder> {
  return {
    money: true,
    summary: '',
    grain: 'month',
    async *list() {},
    read: () => {
      throw new Error('nothing is read while a configuration is checked');
    },
    columns: {},
    ...change,
  };
}

const connector = defineConnector({
  name: 'post',
  version: '1.0.0',
  dsp: 'post',
  summary: '',
  config: Type.Object({ folder: Type.Optional(Type.String()) }),
  policy: definePolicy({ id: 'post' }),
  capabilities: {},
  feeds: { files: feed({ place: ({ folder }) => `${folder}/` }), api: feed({}), daily: feed({ grain: 'day' }) },
});

interface Entry {
  readonly feeds: readonly string[];
  readonly accounts: Readonly<Record<string, PlainMap>>;
  readonly since?: string;
  readonly until?: string;
  readonly sink?: string;
}

function messages(entries: Readonly<Record<string, Entry>>): string[] {
  const names = Object.keys(entries);
  const pipelines = Object.entries(entries).map(
    ([name, { accounts, feeds, since = '2026-01-01', until, sink = 'lake' }]): LoadedPipeline => ({
      ...{ name, connector: 'post', accounts, feeds, validators: [], sink, since },
      ...(until === undefined ? {} : { until }),
      ...{
        budget: { rejectedRatio: 0.01 },
        sourcesDiffer: 'hold',
        schedule: { zone: 'UTC', everyHours: 6, jitterMinutes: 10 },
        concurrency: 1,
        checkpointRows: 1,
      },
    }),
  );
  const problems = sharedReports(pipelines, {
    connectors: new Map<string, Connector>(names.map((name) => [name, connector])),
    configs: new Map(pipelines.map(({ name, accounts }) => [name, new Map(Object.entries(accounts))])),
    feeds: new Map(
      pipelines.map(({ name, accounts, feeds = [] }) => [
        name,
        new Map(Object.keys(accounts).map((account) => [account, feeds])),
      ]),
    ),
  });
  for (const { code, path } of problems) expect([code, path[0]]).toEqual(['CONFIG_REPORTS_SHARED', 'pipelines']);
  return problems.map(({ message }) => message);
}

test('two accounts that read one folder would count every row twice', () => {
  const accounts = { a: { folder: '/in' }, b: { folder: '/in' } };
  expect(messages({ p: { feeds: ['files'], accounts } })).toEqual([
    'b and a would read the same documents of files, so every row would count twice; under `accounts`, give each a place of its own',
  ]);
});

test.each([
  ['/in', '/in/b', 1],
  ['/in/a', '/in', 1],
  ['/in/a', '/in/b', 0],
  ['/in', '/inbox', 0],
])('a folder %s and a folder %s share documents: %i problems', (left, right, count) => {
  const accounts = { a: { folder: left }, b: { folder: right } };
  expect(messages({ p: { feeds: ['files'], accounts } })).toHaveLength(count);
});

test('accounts are told apart by the DSP when the feed has no place', () => {
  expect(messages({ p: { feeds: ['api'], accounts: { a: {}, b: {} } } })).toEqual([]);
});

test('two pipelines that take the same reports into one sink would undo each other', () => {
  const entry = { feeds: ['api'], accounts: { a: {} } };
  expect(messages({ p: entry, q: entry })[0]).toContain('takes api of a, as the pipeline p does');
  expect(messages({ p: entry, q: { ...entry, sink: 'other' } })).toEqual([]);
  expect(messages({ p: entry, q: { ...entry, feeds: ['daily'] } })).toEqual([]);
});

test('a folder shared across pipelines names the other pipeline', () => {
  const p = { feeds: ['files'], accounts: { a: { folder: '/in' } } };
  const q = { feeds: ['files'], accounts: { b: { folder: '/in' } } };
  expect(messages({ p, q })[0]).toContain('b and a (of the pipeline p) would read the same documents');
});

test('windows that never meet share nothing; a month belongs to every window with a day of it', () => {
  const until = { since: '2026-01-01', until: '2026-03-14' };
  const since = { since: '2026-03-15' };
  const daily = { feeds: ['daily'], accounts: { a: {} } };
  const monthly = { feeds: ['api'], accounts: { a: {} } };
  expect(messages({ p: { ...daily, ...until }, q: { ...daily, ...since } })).toEqual([]);
  expect(messages({ p: { ...monthly, ...until }, q: { ...monthly, ...since } })).toHaveLength(1);
});
