import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { atLeast } from '../checks.ts';
import { prepare } from '../ingest/contestants.ts';
import { dropOf } from '../ingest/documents.ts';
import { createRooms } from './rooms.ts';
import { allocationsByRoom, type CpuProfile, type HeapProfile, type RoomShare, timeByRoom } from './summary.ts';

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    rows: { type: 'string', default: '1000000' },
    format: { type: 'string', default: 'tsv' },
    /** The connector's feed: `sales` (columns) or `mapped` (a function). */
    feed: { type: 'string', default: 'sales' },
  },
});
const { format, feed } = values;
if ((format !== 'tsv' && format !== 'csv' && format !== 'ndjson') || (feed !== 'sales' && feed !== 'mapped')) {
  console.error('--format is tsv, csv or ndjson, --feed is sales or mapped.');
  process.exit(2);
}

const reports = fileURLToPath(new URL('../../reports/', import.meta.url));
const folder = join(reports, 'profile');
const probe = new URL('probe.mjs', import.meta.url).href;
const rows = Number(values.rows);
const drop = await dropOf(join(reports, 'ingest'), { rows, format });
mkdirSync(folder, { recursive: true });

/** Runs `ledgerline run` with the probe and gives the profile, which stays in the folder for other tools. */
function profile(kind: 'cpu' | 'heap'): unknown {
  const out = join(folder, 'out');
  const words = prepare({ drop: drop.path, folder: out, feed: feed === 'mapped' ? 'mapped' : 'sales' });
  const file = join(folder, `ledgerline.${kind}profile`);
  const env = { ...process.env, LEDGERLINE_PROFILE_KIND: kind, LEDGERLINE_PROFILE_FILE: file };
  const { status, stderr } = spawnSync(process.execPath, ['--import', probe, ...words], { env, encoding: 'utf8' });
  rmSync(out, { recursive: true, force: true });
  if (status !== 0) throw new Error(`the run ended with ${status}: ${stderr.slice(-2000)}`);
  return JSON.parse(readFileSync(file, 'utf8'));
}

const originOf = createRooms();
const time = timeByRoom(profile('cpu') as CpuProfile, originOf);
const allocations = allocationsByRoom(profile('heap') as HeapProfile, originOf);
const ofCore = time.filter(({ room }) => room.startsWith('core/')).reduce((sum, { share }) => sum + share, 0);
const unplaced = time.find(({ room }) => room === 'bench')?.share ?? 0;
const checks = [
  atLeast('profile.placed', 1 - unplaced, 0.99, 'share of the time with a room'),
  atLeast('profile.core', ofCore, 0.2, 'share of the time in rooms of core'),
];
const holds = checks.every((check) => check.holds);
if (values.json)
  console.log(JSON.stringify({ name: 'bench:profile', checks, holds, rows, format, feed, time, allocations }));
else {
  print(`Main thread of one run over ${rows} rows (${format}, ${feed}), milliseconds`, time);
  print('Allocated on the heap, collected or not, megabytes (buffers lie outside of it)', allocations);
  console.log(`For other tools: ${folder}/ledgerline.cpuprofile, ledgerline.heapprofile`);
}
process.exitCode = holds ? 0 : 1;

function print(title: string, shares: readonly RoomShare[]): void {
  console.log(`${title}\n`);
  for (const { room, value, share, functions } of shares) {
    if (share < 0.005) continue;
    const largest = functions.map((part) => `${part.function} ${part.value.toFixed(0)}`).join(', ');
    console.log(
      `${room.padEnd(20)}${value.toFixed(0).padStart(7)} ${(share * 100).toFixed(1).padStart(5)} %  ${largest}`,
    );
  }
  console.log('');
}
