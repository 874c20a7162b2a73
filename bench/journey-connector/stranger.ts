import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { author } from './authored.ts';
import type { Journal } from './journal.ts';
import { type Finished, run } from './shell.ts';
import { held, serveVesper, token } from './vesper.ts';

/** What a stranger is asked, and answers. */
const answers = [
  ...['--name', 'vesper', '--dsp', 'Vesper Music', '--auth', 'bearer', '--listing', 'cursor', '--format', 'csv.gz'],
  ...['--repository', 'somebody/ledgerline-connector-vesper'],
];

/** Written by commands, never by hand. */
const generated = ['README.md', 'package-lock.json'];

const git = (folder: string, ...words: readonly string[]): Promise<Finished> =>
  run('git', ['-c', 'user.name=stranger', '-c', 'user.email=stranger@example.test', ...words], { cwd: folder });

/** Lines that are in the package now and were not generated. */
async function authoredLines(folder: string): Promise<number> {
  const { output } = await git(folder, 'diff', '--numstat', 'HEAD');
  const lines = output
    .trim()
    .split('\n')
    .map((line) => line.split('\t'));
  return lines.reduce((sum, [added = '0', , file = '']) => sum + (generated.includes(file) ? 0 : Number(added)), 0);
}

async function conformance(folder: string, journal: Journal, what: string): Promise<void> {
  const { code, output, seen } = await run('npx', ['ledgerline', 'connector', 'test', '--json'], {
    cwd: folder,
    offline: true,
  });
  journal.is(`${what}: conformance ends with`, code, 0, 'exit code', seen);
  const { proofs = [] }: { proofs?: { results: { outcome: string }[] }[] } = code === 0 ? JSON.parse(output) : {};
  const outcomes = proofs.flatMap(({ results }) => results.map(({ outcome }) => outcome));
  journal.atLeast(`${what}: checks that hold`, outcomes.filter((outcome) => outcome === 'holds').length, 40, 'checks');
}

/** Runs the connector against the DSP itself, into a lake; answers with what the run and the lake say. */
async function intoLake(folder: string, journal: Journal): Promise<void> {
  const dsp = await serveVesper();
  try {
    const config = { baseUrl: dsp.origin, token };
    const project = {
      sinks: { lake: { use: 'filesystem', path: './real-lake' } },
      pipelines: {
        vesper: { connector: './src/index.ts', accounts: ['my-label'], config, since: '2026-01', until: '2026-05' },
      },
    };
    // JSON is YAML.
    writeFileSync(join(folder, 'real.yaml'), JSON.stringify(project));
    const ran = await run('npx', ['ledgerline', '-c', 'real.yaml', 'run', '--json'], { cwd: folder, offline: true });
    journal.is('the DSP itself: the run ends with', ran.code, 0, 'exit code', ran.seen);
    if (ran.code !== 0) return;
    const { totals } = JSON.parse(ran.output);
    journal.is('the DSP itself: rows accepted', totals.accepted, held.rows, 'rows');
    journal.is('the DSP itself: money', totals.amounts.EUR, held.amount, 'EUR');
  } finally {
    dsp.close();
  }
  const listed = await run('npx', ['ledgerline', '-c', 'real.yaml', 'lake', 'files'], { cwd: folder, offline: true });
  const rows = listed.output
    .trim()
    .split('\n')
    .flatMap((file) => readFileSync(resolve(folder, file), 'utf8').trim().split('\n'));
  journal.is('the lake: rows in its files', rows.length, held.rows, 'rows', listed.seen);
}

/** The whole journey of somebody who has never been here: from `npm create` to a proof and a lake. Units: answers with seconds. */
export async function stranger(
  home: string,
  tarballs: string,
  journal: Journal,
): Promise<{ readonly folder: string; readonly seconds: number }> {
  const began = performance.now();
  const folder = join(home, 'ledgerline-connector-vesper');
  const creator = join(tarballs, 'ledgerline-create-connector-0.1.0.tgz');
  const created = await run(
    'npm',
    ['exec', '--yes', `--package=${creator}`, '--', 'create-connector', folder, ...answers, '--local', tarballs],
    { cwd: home },
  );
  journal.is('npm create ends with', created.code, 0, 'exit code', created.seen);
  await git(folder, 'init', '-q');
  await git(folder, 'add', '-A');
  await git(folder, 'commit', '-qm', 'as generated');
  const installed = await run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline'], { cwd: folder });
  journal.is('npm install ends with', installed.code, 0, 'exit code', installed.seen);
  const untouched = await run('npm', ['test'], { cwd: folder, offline: true });
  journal.is('untouched: npm test ends with', untouched.code, 0, 'exit code', untouched.seen);
  author(folder);
  journal.atMost('authored lines', await authoredLines(folder), 25, 'lines');
  const tested = await run('npm', ['test'], { cwd: folder, offline: true });
  journal.is('authored: npm test ends with', tested.code, 0, 'exit code', tested.seen);
  await conformance(folder, journal, 'authored');
  await intoLake(folder, journal);
  const seconds = Math.round((performance.now() - began) / 100) / 10;
  journal.atMost('from npm create to a proof and a lake', seconds, 300, 's');
  return { folder, seconds };
}

/** What stands between a proven connector and the registry. */
export async function publishable(folder: string, journal: Journal): Promise<void> {
  const built = await run('npm', ['run', 'build'], { cwd: folder, offline: true });
  journal.is('publishable: npm run build ends with', built.code, 0, 'exit code', built.seen);
  const words = ['ledgerline', 'connector', 'check', '--write'];
  const checked = await run('npx', words, { cwd: folder, offline: true });
  journal.is('publishable: connector check ends with', checked.code, 0, 'exit code', checked.seen);
}
