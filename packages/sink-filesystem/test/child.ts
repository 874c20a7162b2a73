import { flushCompileCache } from 'node:module';
import { document, identityOf, ingest, openTestLake, stage } from './world.ts';

/** Commits (or holds) a document in a lake and tells its parent about every step. */
const [path = '', name = '', mode = ''] = process.argv.slice(2);
// What was compiled is kept when a process ends, but this one may be killed.
flushCompileCache();
const lake = await openTestLake({ path, maxPartRows: 50 }, { step: (step) => void process.send?.(step) });
const doc = document(name, 60, ['DE', 'FR', 'US', 'JP']);
if (mode === 'hold') {
  await stage(await lake.begin(identityOf(doc)), doc);
  process.send?.('holding');
  process.on('message', () => process.exit(0));
} else {
  await ingest(lake, doc);
  process.disconnect?.();
}
