#!/usr/bin/env node
import { exitCodes } from './exit-codes.ts';
import { nodeTooOld } from './node-version.ts';
import { restartWithSmallYoungSpace, tuneEngine } from './tune-engine.ts';
import { version } from './version.ts';

const complaint = nodeTooOld(process.versions.node);
const words = process.argv.slice(2);
if (complaint !== undefined) {
  process.stderr.write(`${complaint}\n`);
  process.exitCode = exitCodes.usage.code;
} else if (words.length === 1 && (words[0] === '--version' || words[0] === '-V')) {
  // Asked for by scripts, so nothing else is loaded for it.
  process.stdout.write(`${version()}\n`);
} else {
  restartWithSmallYoungSpace(words);
  tuneEngine();
  const [{ main }, { processHost }] = await Promise.all([import('./main.ts'), import('./process-host.ts')]);
  process.exitCode = await main(words, processHost());
}
