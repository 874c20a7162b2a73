import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { main } from '../../packages/cli/src/main.ts';
import { fakeHost } from '../../packages/cli/test/samples.ts';
import { type Fence, placeOf } from './fences.ts';

type PlainMap = Record<string, unknown>;

const isMap = (value: unknown): value is PlainMap =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a pipeline of an excerpt is taken to say besides. */
const pipeline = {
  connector: 'spotify',
  accounts: ['my-label'],
  feeds: ['sales'],
  config: { sales: { drop: { kind: 'directory', path: './spotify-files' } } },
  since: '2026-01',
};

/** An excerpt of a configuration with as little around it as makes it whole. */
function completed(excerpt: PlainMap): PlainMap {
  const { pipelines = { whole: {} }, validators = {} } = excerpt;
  const used = isMap(validators) ? Object.keys(validators) : [];
  const filled = Object.entries(isMap(pipelines) ? pipelines : {}).map(([name, given]) => {
    const own = isMap(given) ? given : {};
    return [name, 'connector' in own ? own : { ...pipeline, ...(used.length > 0 && { validators: used }), ...own }];
  });
  return { sinks: { lake: { use: 'filesystem', path: './lake' } }, ...excerpt, pipelines: Object.fromEntries(filled) };
}

/** What `ledgerline validate` says against a block of YAML; its variables are taken to be set. */
export async function configFaults(fence: Fence): Promise<string[]> {
  const value: unknown = parse(fence.text);
  if (!isMap(value)) return [`${placeOf(fence)}: is no map`];
  const folder = mkdtempSync(join(tmpdir(), 'ledgerline-documented-'));
  try {
    const file = join(folder, 'ledgerline.yaml');
    writeFileSync(file, stringify(completed(value)));
    const variables = [...fence.text.matchAll(/\$\{(\w+)\}/g)].map(([, name]) => [name, 'long-enough-text']);
    const { host, written } = fakeHost({ env: Object.fromEntries(variables) });
    const code = await main(['validate', '--config', file], host);
    return code === 0 ? [] : [`${placeOf(fence)}: ${written.err}`];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
