import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import filesystem from '@ledgerline/sink-filesystem';
import { describeSink } from '@ledgerline/testkit';
import { testContext } from './world.ts';

for (const compress of ['none', 'gz'] as const) {
  describeSink({
    name: `filesystem, compress ${compress}`,
    storage() {
      const path = mkdtempSync(join(tmpdir(), 'lake-'));
      return {
        open: () => filesystem.open({ path, compress, maxPartRows: 4 }, testContext()),
        close: () => rmSync(path, { recursive: true }),
      };
    },
  });
}
