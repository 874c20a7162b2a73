import { parseArgs } from 'node:util';
import { createSystemClock } from '../../packages/core/src/time/system-clock.ts';
import { buildReport, experimentText } from './report.ts';
import { runAll } from './run-all.ts';
import { writeDocs } from './write-docs.ts';

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    'write-docs': { type: 'boolean', default: false },
    /** Leaves out what only a quiet machine can tell: the cost of a call and the bound on the whole run. */
    untimed: { type: 'boolean', default: false },
  },
});
const clock = createSystemClock();
const began = clock.mono();
const timed = !values.untimed;
const experiments = await runAll({ timed });
const { user, system } = process.cpuUsage();
const report = buildReport(experiments, {
  timed,
  wallSeconds: (clock.mono() - began) / 1000,
  cpuSeconds: (user + system) / 1_000_000,
});
if (values['write-docs']) await writeDocs(experiments);
if (values.json) console.log(JSON.stringify(report));
else {
  for (const experiment of experiments) console.log(experimentText(experiment));
  const failed = report.checks.filter((check) => !check.holds);
  for (const check of failed) console.log(`FAIL ${check.id}: ${check.value} ${check.unit}, wanted ${check.limit}`);
  console.log(
    `${report.checks.length - failed.length} of ${report.checks.length} checks hold, ${report.wallSeconds} s (CPU ${report.cpuSeconds} s).`,
  );
}
process.exitCode = report.holds ? 0 : 1;
