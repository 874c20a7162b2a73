// Loaded into every contestant's process: leaves its peak memory and CPU time behind when it ends.
import { appendFileSync } from 'node:fs';

const path = process.env.LEDGERLINE_BENCH_USAGE;
process.on('exit', () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  if (path !== undefined) appendFileSync(path, `${maxRSS} ${userCPUTime + systemCPUTime}\n`);
});
