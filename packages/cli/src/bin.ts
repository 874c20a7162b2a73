#!/usr/bin/env node
import { exitCodes } from './exit-codes.ts';
import { main } from './main.ts';
import { nodeTooOld } from './node-version.ts';
import { processHost } from './process-host.ts';

const complaint = nodeTooOld(process.versions.node);
if (complaint === undefined) {
  process.exitCode = await main(process.argv.slice(2), processHost());
} else {
  process.stderr.write(`${complaint}\n`);
  process.exitCode = exitCodes.usage.code;
}
