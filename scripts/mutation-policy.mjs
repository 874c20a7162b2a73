import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** Share of mutants that must not survive, in the whole and in each part. Units: percent. */
const atLeast = 85;

const parts = [
  ['policy', () => true],
  ['hints', (file) => file.includes('/hints/')],
  ['gate', (file) => file.includes('/gate/')],
  ['backoff', (file) => file.endsWith('/backoff.ts')],
];

/** Changes the policy engine in every small way it can and counts the changes that no test notices; words go on to Stryker. */
export function mutationPolicy(root, args) {
  const json = args.includes('--json');
  const report = join(root, 'reports', 'mutation-policy.json');
  rmSync(report, { force: true });
  const { status, error } = spawnSync(
    join(root, 'node_modules', '.bin', 'stryker'),
    ['run', ...args.filter((word) => word !== '--json')],
    { cwd: join(root, 'packages', 'core'), stdio: ['ignore', json ? 2 : 'inherit', 'inherit'] },
  );
  if (error) console.error(`stryker: ${error.message}`);
  const outcome = judge(readReport(report));
  if (json) console.log(JSON.stringify(outcome));
  else for (const check of outcome.checks) console.log(checkText(check));
  return outcome.holds ? 0 : status || 1;
}

/** Every mutant by file; none when Stryker ended before it wrote a report. */
function readReport(file) {
  try {
    return Object.entries(JSON.parse(readFileSync(file, 'utf8')).files).map(([path, { mutants }]) => ({
      path,
      states: mutants.map((mutant) => mutant.status),
    }));
  } catch (error) {
    console.error(`${file}: ${error.message}`);
    return [];
  }
}

/** Stryker's own score: killed or timed out, of all that could be run. A part nobody mutated is not judged. */
function judge(files) {
  const checks = parts.flatMap(([id, belongs]) => {
    const states = files.filter(({ path }) => belongs(path)).flatMap((file) => file.states);
    const detected = states.filter((state) => state === 'Killed' || state === 'Timeout').length;
    const missed = states.filter((state) => state === 'Survived' || state === 'NoCoverage').length;
    if (detected + missed === 0) return [];
    const value = Math.round((10_000 * detected) / (detected + missed)) / 100;
    return [{ id: `${id} mutants noticed`, value, unit: '%', limit: `>= ${atLeast}`, holds: value >= atLeast }];
  });
  return { name: 'mutation:policy', checks, holds: checks.length > 0 && checks.every((check) => check.holds) };
}

function checkText({ id, value, unit, limit, holds }) {
  return `${holds ? 'ok    ' : 'FAILED'} ${id}: ${value} ${unit}, wanted ${limit}`;
}
