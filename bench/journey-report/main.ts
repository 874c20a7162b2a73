// Opens reports of four lakes in Chromium. Options: --json, --keep FOLDER for the pages and pictures.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Check } from '../checks.ts';
import { findChromium, openBrowser } from './chromium.ts';
import { lakes } from './lakes.ts';
import { checkPage } from './page-checks.ts';

const { values } = parseArgs({ options: { json: { type: 'boolean', default: false }, keep: { type: 'string' } } });
const name = 'journey:report';
const executable = findChromium();
if (executable === undefined) {
  const why = 'not run: there is no Chromium here. Install Debian’s chromium package, or name a browser in CHROMIUM.';
  if (values.json) console.log(JSON.stringify({ name, checks: [], holds: false, why }));
  else console.error(`${name} was ${why}`);
  process.exit(1);
}

const root = values.keep === undefined ? mkdtempSync(join(tmpdir(), 'ledgerline-journey-')) : resolve(values.keep);
mkdirSync(root, { recursive: true });
const context = await openBrowser(executable);
const checks: Check[] = [];
const found: string[] = [];
try {
  for await (const lake of lakes(root)) {
    const checked = await checkPage(context, lake, root);
    checks.push(...checked.checks);
    found.push(...checked.found);
  }
} finally {
  await context.close();
  if (values.keep === undefined) rmSync(root, { recursive: true, force: true });
}
const holds = checks.length > 0 && checks.every((check) => check.holds);
if (values.json) console.log(JSON.stringify({ name, checks, holds, found }));
else {
  for (const { id, value, unit, limit, holds: isHeld } of checks)
    console.log(`${isHeld ? 'ok  ' : 'FAIL'} ${id.padEnd(26)} ${value} ${unit}, wanted ${limit}`);
  for (const line of found) console.log(`     ${line}`);
  if (values.keep !== undefined) console.log(`Pages and pictures are in ${root}`);
}
process.exitCode = holds ? 0 : 1;
