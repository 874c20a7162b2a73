import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createFakeSpotify,
  generateCatalogue,
  generateSalesFile,
  serveSpotify,
} from '@ledgerline/connector-spotify/mock';
import { main } from '../src/main.ts';
import { fakeHost } from './samples.ts';

export const root = mkdtempSync(join(tmpdir(), 'ledgerline-doctor-'));
const servers: { close(): Promise<void> }[] = [];

/** Stops what was started and removes what was written. */
export async function cleanUp(): Promise<void> {
  for (const server of servers) await server.close();
  rmSync(root, { recursive: true });
}

const catalogue = generateCatalogue({ seed: 3, tracks: 5 });
export const sales = generateSalesFile({ period: '2026-01', rows: 6, seed: 3, catalogue, currencies: ['EUR'] });

/** A project in which nothing is wrong: a label with one sales file, read. */
export function project(name: string): Project {
  const folder = join(root, name);
  mkdirSync(join(folder, 'files'), { recursive: true });
  writeFileSync(join(folder, 'ledgerline.yaml'), yaml());
  return { folder, file: join(folder, 'ledgerline.yaml'), env: {} };
}

export interface Project {
  readonly folder: string;
  readonly file: string;
  readonly env: Record<string, string>;
}

function yaml(): string {
  return `sinks:
  lake: { use: filesystem, path: ./lake }
pipelines:
  sales:
    connector: spotify
    feeds: [sales]
    accounts: [a]
    config: { sales: { drop: { kind: directory, path: ./files } } }
    since: 2026-01
    until: 2026-01
`;
}

export function edit({ file }: Project, from: string, to: string): void {
  const text = readFileSync(file, 'utf8');
  if (!text.includes(from)) throw new Error(`the configuration has no ${from}`);
  writeFileSync(file, text.replace(from, to));
}

export async function ledgerline({ file, env }: Project, ...words: string[]): Promise<number> {
  return await main([...words, '--config', file], fakeHost({ env }).host);
}

const runs = ({ folder }: Project): string => join(folder, '.ledgerline', 'runs');
export const auditOf = (project: Project): string =>
  join(runs(project), readdirSync(runs(project)).sort().at(-1) ?? '', 'audit.ndjson');
export const runOnce = async (project: Project): Promise<void> => {
  writeFileSync(join(project.folder, 'files', sales.name), sales.bytes);
  const code = await ledgerline(project, 'run', '--quiet');
  if (code !== 0) throw new Error(`the run ended with ${code}`);
};

/** Reads usage from a fake that knows another secret. */
export async function overFake(at: Project): Promise<void> {
  const fake = createFakeSpotify({ seed: 3, days: ['2026-01-01'], countries: ['DE'], catalogue });
  const served = await serveSpotify(fake);
  servers.push(served);
  overHttp(at, served.api, `${served.api}/v1/analytics`);
}

/** Reads usage from a DSP that is somewhere, with a secret that is none. */
export function overHttp(at: Project, accountsUrl: string, baseUrl: string): void {
  const bulk = JSON.stringify({
    licensor: 'lantern-row',
    clientId: 'fake-client',
    clientSecret: `\${S}`,
    baseUrl,
    accountsUrl,
  });
  edit(at, 'feeds: [sales]', 'feeds: [streams]\n    policy: { retry: { maxAttempts: 1 } }');
  edit(at, 'config: { sales: { drop: { kind: directory, path: ./files } } }', `config: { bulk: ${bulk} }`);
}
