import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Journal } from './journal.ts';
import { run } from './shell.ts';
import { held, serveVesper, token } from './vesper.ts';

/** What a project that installed everything may write. */
const consumer = `import vesper, { policy, VesperConfig } from 'ledgerline-connector-vesper';
import { createFakeVesper } from 'ledgerline-connector-vesper/mock';
import { type Connector, defineConnector, type RoyaltyLineItem } from '@ledgerline/core';
import { createLedgerline, readConfig, resolvePlugins } from '@ledgerline/core/runtime';
import filesystem from '@ledgerline/sink-filesystem';
import spotify from '@ledgerline/connector-spotify';
import { upstream } from '@ledgerline/connector-spotify/mock';
import { connectorChecks } from '@ledgerline/testkit/checks';

const connectors: readonly Connector[] = [vesper, spotify];
const config: VesperConfig = { token: 't', baseUrl: 'https://api.vesper.example' };
const amountOf = ({ amount }: RoyaltyLineItem): string | undefined => amount;
// @ts-expect-error an amount is never a number: types came through
const wrong: number | undefined = amountOf({} as RoyaltyLineItem);
export const used = [
  ...[connectors, config, policy.id, wrong, filesystem.name, createFakeVesper, defineConnector],
  ...[createLedgerline, readConfig, resolvePlugins, connectorChecks({ connector: spotify, upstream })],
];
`;

const resolutions = { NodeNext: { module: 'NodeNext' }, Bundler: { module: 'ESNext', moduleResolution: 'Bundler' } };

export interface EmptyProject {
  readonly home: string;
  readonly tarballs: string;
  /** The folder of the connector's package. */
  readonly connector: string;
}

/** The packed connector and packed Ledgerline in a project that has nothing else: a run by short name, and types under both resolutions. */
export async function emptyProject({ home, tarballs, connector }: EmptyProject, journal: Journal): Promise<void> {
  const packed = await run('npm', ['pack', '--pack-destination', home], { cwd: connector, offline: true });
  journal.is('npm pack of the connector ends with', packed.code, 0, 'exit code', packed.seen);
  const folder = join(home, 'empty-project');
  mkdirSync(folder);
  const own = readdirSync(tarballs).filter((name) => !name.includes('create-connector'));
  const all = [...own.map((name) => join(tarballs, name)), join(home, 'ledgerline-connector-vesper-0.0.0.tgz')];
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'empty', private: true, type: 'module' }));
  const tools = ['typescript@7.0.2', '@types/node@24.19.2', 'msw@3.0.5', 'vitest@5.1.1'];
  const installed = await run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', ...all, ...tools], {
    cwd: folder,
  });
  journal.is('empty project: npm install ends with', installed.code, 0, 'exit code', installed.seen);
  await types(folder, journal);
  await pipeline(folder, journal);
  await byConfiguration(folder, journal);
}

async function types(folder: string, journal: Journal): Promise<void> {
  writeFileSync(join(folder, 'consumer.ts'), consumer);
  for (const [name, resolution] of Object.entries(resolutions)) {
    const compilerOptions = {
      ...{ ...resolution, target: 'ES2024', lib: ['ES2024', 'ESNext.Disposable', 'DOM'], types: ['node'] },
      ...{ strict: true, noEmit: true, skipLibCheck: true },
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['consumer.ts'] }));
    const checked = await run('npx', ['tsc', '-p', '.'], { cwd: folder, offline: true });
    journal.is(`empty project: types under ${name}, tsc ends with`, checked.code, 0, 'exit code', checked.seen);
  }
}

async function pipeline(folder: string, journal: Journal): Promise<void> {
  const dsp = await serveVesper();
  try {
    const config = { baseUrl: dsp.origin, token };
    const pipelines = {
      vesper: { connector: 'vesper', accounts: ['my-label'], config, since: '2026-01', until: '2026-05' },
    };
    const project = { sinks: { lake: { use: 'filesystem', path: './lake' } }, pipelines };
    writeFileSync(join(folder, 'ledgerline.yaml'), JSON.stringify(project));
    const ran = await run('npx', ['ledgerline', 'run', '--json'], { cwd: folder, offline: true });
    journal.is('empty project: the run ends with', ran.code, 0, 'exit code', ran.seen);
    const { totals } = ran.code === 0 ? JSON.parse(ran.output) : { totals: {} };
    journal.is('empty project: rows accepted', totals.accepted ?? 0, held.rows, 'rows');
  } finally {
    dsp.close();
  }
}

/** Vesper by configuration alone. */
function source(baseUrl: string): object {
  return {
    connector: 'http',
    accounts: ['my-label'],
    ...{ since: '2026-01', until: '2026-05' },
    config: {
      ...{ dsp: 'vesper', baseUrl, auth: { kind: 'bearer', token: ['$', '{VESPER_TOKEN}'].join('') } },
      listing: {
        ...{ path: '/v2/statements', query: { account: '{account}' }, items: 'statements', total: 'total' },
        next: { kind: 'cursor', token: 'next', param: 'after' },
        report: { id: 'number', period: 'month', tag: 'etag', rows: 'rows' },
      },
      document: { path: '/v2/statements/{id}/file', gzip: true },
      columns: {
        ...{ isrc: ['ISRC'], title: ['Title'], territory: ['Market'], units: ['Streams'], amount: ['Net'] },
        ...{ currency: ['Currency'], period: { fromReport: 'period' }, saleType: { constant: 'stream' } },
      },
    },
  };
}

/** The same DSP without a connector of its own: proved without its token, then run with it. */
async function byConfiguration(folder: string, journal: Journal): Promise<void> {
  const dsp = await serveVesper();
  try {
    const project = {
      sinks: { lake: { use: 'filesystem', path: './lake-by-configuration' } },
      state: './state.sqlite',
    };
    const text = JSON.stringify({ ...project, pipelines: { vesper: source(dsp.origin) } });
    writeFileSync(join(folder, 'my-source.yaml'), text);
    const proof = ['ledgerline', 'connector', 'test', 'my-source.yaml'];
    const proved = await run('npx', proof, { cwd: folder, offline: true });
    journal.is('by configuration: conformance ends with', proved.code, 0, 'exit code', proved.seen);
    const words = ['ledgerline', '-c', 'my-source.yaml', 'run', '--json'];
    const ran = await run('npx', words, { cwd: folder, offline: true, env: { VESPER_TOKEN: token } });
    journal.is('by configuration: the run ends with', ran.code, 0, 'exit code', ran.seen);
    const { totals } = ran.code === 0 ? JSON.parse(ran.output) : { totals: {} };
    journal.is('by configuration: rows accepted', totals.accepted ?? 0, held.rows, 'rows');
    journal.is('by configuration: money', totals.amounts?.EUR ?? '', held.amount, 'EUR');
  } finally {
    dsp.close();
  }
}
