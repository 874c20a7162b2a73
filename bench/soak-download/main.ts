import { parseArgs } from 'node:util';
import { createSystemClock } from '../../packages/core/src/time/system-clock.ts';
import { allCases } from './cases.ts';
import { buildReport } from './report.ts';
import { runCases } from './run-cases.ts';

/** Units: bytes of the document; large enough that every cut falls within its body and resumes make progress. */
const bytes = 5_000_000;

/** Downloads at a time: most of them wait for a time limit, few for the processor. */
const concurrency = 8;

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    /**
     * The server closes the connection after every answer. Left out by default: undici before 8, the one in Node 22 and 24, may end the
     * whole process with an assertion that nobody can catch when such a connection ends while its reader is behind.
     */
    closing: { type: 'boolean', default: false },
  },
});
const clock = createSystemClock();
const began = clock.mono();
const ran = await runCases(allCases(bytes), { bytes, concurrency, closing: values.closing });
const report = buildReport(ran, Math.round((clock.mono() - began) / 100) / 10);
if (values.json) console.log(JSON.stringify(report));
else {
  for (const { id, value, unit, limit, holds } of report.checks) {
    console.log(`${holds ? 'ok  ' : 'FAIL'} ${id.padEnd(26)} ${value} ${unit}, wanted ${limit}`);
  }
  for (const { id, broken, code } of report.rows.filter((row) => row.broken.length > 0)) {
    console.log(`     ${id}: ${broken.join(', ')}${code === undefined ? '' : ` (${code})`}`);
  }
  console.log(`${ran.length} downloads of ${bytes} bytes in ${report.wallSeconds} s.`);
}
process.exitCode = report.holds ? 0 : 1;
