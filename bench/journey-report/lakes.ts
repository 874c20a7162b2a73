import { spawn } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  createFakeSpotify,
  generateCatalogue,
  generateSalesFile,
  serveSpotify,
} from '@ledgerline/connector-spotify/mock';
import type { RunReport } from '@ledgerline/run-report';
import { monthsConfig } from './months-lake.ts';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
const bin = path('../../packages/cli/dist/bin.js');

/** A lake with its report, as the command wrote both. */
export interface Lake {
  readonly name: string;
  readonly page: string;
  readonly report: RunReport;
}

/** Makes the lakes whose reports are looked at, one after the other. */
export async function* lakes(root: string): AsyncGenerator<Lake, void, void> {
  yield await reported(root, 'demo', (folder) => node([path('../../examples/demo/main.ts'), '--folder', folder], root));
  yield await reported(root, 'empty', emptyLake);
  yield await reported(root, 'failed', failedRun);
  yield await reported(root, 'months', async (folder) =>
    writeFileSync(join(folder, 'ledgerline.yaml'), monthsConfig()),
  );
}

async function reported(root: string, name: string, make: (folder: string) => Promise<unknown>): Promise<Lake> {
  const folder = join(root, name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await make(folder);
  const page = join(root, `${name}.html`);
  // One reading for both: what is due depends on the clock.
  const output = await node([bin, 'report', ...(await firstRun(folder)), '--json', '--out', page], folder);
  const report: RunReport = JSON.parse(output);
  return { name, page, report };
}

/** The first run there was: in the demo it is the one that survives most. */
async function firstRun(folder: string): Promise<readonly string[]> {
  const runs = await readdir(join(folder, '.ledgerline', 'runs')).catch(() => []);
  return runs.sort().slice(0, 1);
}

/** Nothing was ever read, and nothing is there to be read. */
async function emptyLake(folder: string): Promise<void> {
  mkdirSync(join(folder, 'files'));
  writeFileSync(join(folder, 'ledgerline.yaml'), config('files', ''));
}

/** A run in which much goes wrong: a document cut off, one with too many rejected rows, a credential that is refused. */
async function failedRun(folder: string): Promise<void> {
  const catalogue = generateCatalogue({ seed: 7, tracks: 60 });
  const month = (period: string) =>
    generateSalesFile({ period, rows: 300, seed: 7, catalogue, currencies: ['EUR', 'USD'], gzip: true });
  mkdirSync(join(folder, 'files'));
  const put = (name: string, bytes: Uint8Array): void => writeFileSync(join(folder, 'files', name), bytes);
  const [january, february] = [month('2026-01'), month('2026-02')];
  put(january.name, january.bytes);
  put(february.name, february.bytes.subarray(0, february.bytes.length / 2));
  const march = generateSalesFile({ period: '2026-03', rows: 40, seed: 7, catalogue, currencies: ['EUR'] });
  const broken = Array.from(
    { length: 60 },
    (_, row) => `DE\tpremium\turi\t\t\tNOT-AN-ISRC-${row}\tT\tA\tC\tAl\ta dozen\tL\t1,5\tEUR\n`,
  ).join('');
  put(march.name, Buffer.concat([march.bytes, Buffer.from(broken)]));
  const served = await serveSpotify(createFakeSpotify({ seed: 7, days: ['2026-03-01'], countries: ['DE'], catalogue }));
  try {
    const bulk = JSON.stringify({
      licensor: 'lantern-row',
      clientId: 'fake-client',
      clientSecret: 'a-wrong-secret',
      baseUrl: `${served.api}/v1/analytics`,
      accountsUrl: served.api,
    });
    writeFileSync(
      join(folder, 'ledgerline.yaml'),
      config(
        'files',
        `  usage: { connector: spotify, feeds: [streams], accounts: [lantern-row], since: 2026-03, until: 2026-03, config: { bulk: ${bulk} } }\n`,
      ),
    );
    await node([bin, 'run', '--quiet'], folder, [1, 4]);
  } finally {
    await served.close();
  }
}

function config(files: string, more: string): string {
  return `sinks:\n  lake: { use: filesystem, path: ./lake }\npipelines:\n  sales: { connector: spotify, feeds: [sales], accounts: [lantern-row], since: 2026-01, until: 2026-04, config: { sales: { drop: { kind: directory, path: ./${files} } } } }\n${more}`;
}

/** Runs Node and gives what it printed. Errors: an exit code that is none of `allowed`. */
function node(words: readonly string[], cwd: string, allowed: readonly number[] = [0]): Promise<string> {
  const child = spawn(process.execPath, words, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  let [output, complaints] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints += text;
  });
  return new Promise((resolve, reject) => {
    child.once('close', (code) => {
      if (allowed.includes(code ?? 1)) resolve(output);
      else reject(new Error(`node ${words.join(' ')} ended with ${code}:\n${complaints}${output}`));
    });
  });
}
