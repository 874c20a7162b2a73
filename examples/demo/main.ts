// A label's March: sales files in a folder and usage behind a fake Spotify that misbehaves. Runs the real command against it, then
// counts the lake with code of its own. Options: --faults off, --folder PATH.
import { spawn } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { serveSpotify } from '@ledgerline/connector-spotify/mock';
import { demoConfig } from './config.ts';
import { countLake, differences } from './count-lake.ts';
import { faultList, spoil } from './faults.ts';
import { survival } from './survival.ts';
import { createWorld } from './world.ts';

const { values } = parseArgs({
  options: { faults: { type: 'string', default: 'on' }, folder: { type: 'string', default: 'demo-lake' } },
});
const folder = resolve(values.folder);
const bin = join(dirname(createRequire(import.meta.url).resolve('@ledgerline/cli/package.json')), 'dist', 'bin.js');

/** Runs the command as a user would; gives its exit code and, when captured, what it printed. */
async function ledgerline(words: readonly string[], capture = false): Promise<{ code: number; output: string }> {
  const child = spawn(process.execPath, [bin, ...words], {
    cwd: folder,
    stdio: ['ignore', capture ? 'pipe' : 'inherit', 'inherit'],
  });
  let output = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  const code = await new Promise<number>((done) => child.once('close', (status) => done(status ?? 1)));
  return { code, output };
}

async function step(title: string, words: readonly string[], allowed: readonly number[]): Promise<void> {
  console.log(`\n── ${title}\n$ ledgerline ${words.join(' ')}`);
  const { code } = await ledgerline(words);
  if (!allowed.includes(code)) throw new Error(`ledgerline ${words.join(' ')} ended with exit code ${code}`);
}

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const world = createWorld(join(folder, 'spotify-files'));
const served = await serveSpotify(world.fake);
try {
  const faulty = values.faults !== 'off';
  writeFileSync(join(folder, 'ledgerline.yaml'), demoConfig(world.fake.bulkConfig()));
  if (faulty) {
    spoil(world.fake);
    console.log(
      `A fake Spotify listens on ${served.api}. What goes wrong there:\n${faultList.map((line) => `  · ${line}`).join('\n')}`,
    );
  }
  await step('First run', ['run'], faulty ? [0, 1] : [0]);
  world.fake.faults.clear();
  await step('Second run: what was not proved whole is fetched again, the rest is left alone', ['run'], [0]);
  world.reissue();
  await step('Spotify re-issues February: the new revision supersedes the old', ['run'], [0]);
  await step('Rows that could not be taken, each with its reason', ['dlq', 'list'], [0]);

  console.log(`\n── How it was survived, from the audit stream of the runs`);
  for (const line of survival(folder)) console.log(`  · ${line}`);

  const files: { files: { absolutePath: string }[] } = JSON.parse(
    (await ledgerline(['lake', 'files', '--json'], true)).output,
  );
  const letters: { deadLetters: { raw: string }[] } = JSON.parse(
    (await ledgerline(['dlq', 'list', '--json'], true)).output,
  );
  const counted = countLake(files.files.map((file) => file.absolutePath));
  const wrong = differences(
    world.expected,
    counted,
    letters.deadLetters.map((letter) => letter.raw),
  );
  const faults = world.fake.requests.filter((request) => request.status >= 400).length;
  console.log(`\n── Counted independently, against what the fake Spotify and the files hold`);
  console.log(
    `requests ${world.fake.requests.length}, of them refused ${faults}, tokens that reached storage ${world.fake.state.leakedTokens}`,
  );
  console.log(`rows ${counted.rows}, units ${counted.units}, dead letters ${letters.deadLetters.length}`);
  for (const [currency, amount] of [...counted.amounts].sort()) console.log(`${currency} ${decimalText(amount)}`);
  if (wrong.length > 0) throw new Error(`The lake is wrong:\n${wrong.join('\n')}`);
  console.log('Every row, unit and digit is there, once.');
  console.log(`The lake is in ${join(folder, 'lake')}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await served.close();
}

/** 10⁻¹² units as a decimal, all digits. */
function decimalText(amount: bigint): string {
  const digits = (amount < 0n ? -amount : amount).toString().padStart(13, '0');
  return `${amount < 0n ? '-' : ''}${digits.slice(0, -12)}.${digits.slice(-12)}`;
}
