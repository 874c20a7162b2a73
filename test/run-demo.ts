import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const demo = fileURLToPath(new URL('../examples/demo/main.ts', import.meta.url));

/** Runs the demo to its end, as `npm run demo` does. */
export const runDemo = (folder: string, faults: 'on' | 'off') =>
  spawnSync(process.execPath, [demo, '--folder', folder, '--faults', faults], { encoding: 'utf8' });
