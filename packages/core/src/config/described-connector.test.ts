import { expect, test } from 'vitest';
import { defineConnector, definePolicy } from '../contracts/define.ts';
import { parseConfig } from './read-config.ts';
import { resolvePlugins } from './resolve-plugins.ts';
import { Type } from './schema.ts';

const common = {
  ...{ name: 'any', version: '1.0.0', summary: 'Whatever the configuration describes.', capabilities: {} },
  config: Type.Object({ dsp: Type.String() }, { additionalProperties: false }),
};

const any = defineConnector({
  ...{ ...common, dsp: 'any', policy: definePolicy({ id: 'any' }), feeds: {} },
  described: ({ dsp }) =>
    defineConnector({
      ...{ ...common, dsp, policy: definePolicy({ id: dsp }) },
      feeds: {
        sales: { money: false, summary: 'x', grain: 'month', list: async function* () {}, read: () => never() },
      },
    }),
});

function never(): never {
  throw new Error('nothing is read here');
}

function resolved(pipelines: object) {
  const text = JSON.stringify({ sinks: { lake: { use: 'none' } }, pipelines });
  const config = parseConfig('/project/ledgerline.yaml', text, { env: {} });
  return resolvePlugins({ ...config, sinks: {} }, { builtin: { connector: { any } } });
}

const since = { connector: 'any', since: '2026-01', validators: [] };

test('two pipelines of one connector are of two DSPs, each with a policy of its own', async () => {
  const { connectors, feeds } = await resolved({
    one: { ...since, accounts: ['a'], config: { dsp: 'nimbus' } },
    two: { ...since, accounts: ['a'], config: { dsp: 'tonspur' } },
  });
  expect([...connectors.values()].map(({ dsp, policy }) => [dsp, policy.id])).toEqual([
    ['nimbus', 'nimbus'],
    ['tonspur', 'tonspur'],
  ]);
  expect(feeds.get('one')?.get('a')).toEqual(['sales']);
});

test('accounts of one pipeline that are of two DSPs are refused', async () => {
  const accounts = { a: { dsp: 'nimbus' }, b: { dsp: 'tonspur' } };
  await expect(resolved({ one: { ...since, accounts } })).rejects.toThrow('must be of the same DSP and feed');
});

test('a configuration that its schema refuses is not asked what it describes', async () => {
  await expect(resolved({ one: { ...since, accounts: ['a'], config: {} } })).rejects.toThrow('"dsp" is missing');
});
