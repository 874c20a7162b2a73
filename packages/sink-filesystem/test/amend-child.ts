import { writeSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { replayFirst } from './amendments.ts';
import { document, openTestLake } from './world.ts';

/** Amends a committed document and stands still for ever at the named step, once it has told so. */
const [path = '', step = ''] = process.argv.slice(2);
// What was compiled is kept when a process ends, but this one will be killed.
flushCompileCache();
const lake = await openTestLake(
  { path, maxPartRows: 50 },
  {
    step(name) {
      if (name !== step) return;
      writeSync(1, 'there\n');
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    },
  },
);
await replayFirst(lake, document('first', 60, ['DE', 'FR', 'US', 'JP']));
