// Runs a task of the repository on a machine that may have nothing but Node 20 and npm: brings Node 24 and pnpm through the npm
// registry when what is on PATH is too old or missing, installs and builds only what changed, then hands over to the task.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [task = 'help', ...args] = process.argv.slice(2);

function nodeIsGoodEnough() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  return (major === 22 && minor >= 15) || major === 24 || major >= 26;
}

function pnpmIsGoodEnough() {
  const answer = spawnSync('pnpm', ['--version'], { encoding: 'utf8', cwd: root });
  return answer.status === 0 && Number(answer.stdout.trim().split('.')[0]) >= 12;
}

function quote(word) {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

/** Starts this script again under the toolchain that npm brings; npx puts both on PATH for everything below. */
function rerunWithToolchain() {
  const command = ['node', fileURLToPath(import.meta.url), task, ...args].map(quote).join(' ');
  const words = ['--yes', '--prefer-offline', '-p', 'node@24', '-p', 'pnpm@12', '-c', command];
  const { status, signal, error } = spawnSync('npx', words, {
    stdio: 'inherit',
    env: { ...process.env, LEDGERLINE_TOOLCHAIN: 'brought' },
  });
  if (error) throw error;
  process.exit(signal ? 1 : (status ?? 1));
}

function must(command, words, options = {}) {
  const { status, error } = spawnSync(command, words, { cwd: root, stdio: 'inherit', ...options });
  if (error || status !== 0) {
    console.error(`${command} ${words.join(' ')} failed${error ? `: ${error.message}` : ` with exit code ${status}`}`);
    process.exit(status || 1);
  }
}

function installWhatChanged() {
  const manifests = ['packages', 'examples']
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) =>
      readdirSync(join(root, folder))
        .sort()
        .map((name) => join(folder, name, 'package.json')),
    )
    .filter((file) => existsSync(join(root, file)));
  const inputs = ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json', ...manifests];
  const hash = createHash('sha256');
  for (const file of inputs) hash.update(`${file}\n`).update(readFileSync(join(root, file)));
  const fingerprint = hash.digest('hex');
  const stamp = join(root, 'node_modules', '.ledgerline-installed');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint) return;
  // What a task prints is its own: the installation reports to standard error.
  must('pnpm', ['install', '--frozen-lockfile', '--reporter=append-only'], { stdio: ['ignore', 2, 2] });
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, fingerprint);
}

if (!nodeIsGoodEnough() || !pnpmIsGoodEnough()) {
  if (process.env.LEDGERLINE_TOOLCHAIN === 'brought') {
    console.error(
      `The toolchain that npm brought is not usable (Node ${process.versions.node}). Install Node 24 and pnpm 12 and run again.`,
    );
    process.exit(2);
  }
  rerunWithToolchain();
}
installWhatChanged();
const { tasks } = await import(pathToFileURL(join(root, 'scripts', 'tasks.mjs')).href);
const run = tasks[task];
if (!run) {
  console.error(`There is no task "${task}". Known: ${Object.keys(tasks).join(', ')}.`);
  process.exit(2);
}
process.exit(await run({ root, args, must }));
