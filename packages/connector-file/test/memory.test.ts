import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { chosenPreset } from '@ledgerline/connector-file';
import { expect, test } from 'vitest';
import { fileConfig } from './file-config.ts';
import { FileWorld, standardHeader } from './file-world.ts';

/** Units: bytes of CSV; some 100 MB with LEDGERLINE_DEEP. */
const size = (process.env.LEDGERLINE_DEEP === undefined ? 4 : 110) * 1024 * 1024;

/** What a reading may hold beside what it held before, whatever the size of the file. Units: bytes. */
const room = 160 * 1024 * 1024;

/** Writes rows until the file is as large as wanted, without ever holding it. */
async function writeLarge(path: string): Promise<number> {
  const out = createWriteStream(path);
  out.write(`${standardHeader}\n`);
  let rows = 0;
  for (let written = 0; written < size; ) {
    const lines = Array.from({ length: 2000 }, (_, index) => {
      const row = rows + index;
      return `DEZZ126${String(row % 100_000).padStart(5, '0')},036000291452,"A title, and a long one, ${row}",${['DE', 'FR', 'US'][row % 3]},stream,${(row % 90) + 1},0.00${(row % 90) + 10},EUR\n`;
    }).join('');
    rows += 2000;
    written += lines.length;
    if (!out.write(lines)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
  return rows;
}

test('a file is examined, shown and taken in memory that does not grow with it', { timeout: 180_000 }, async () => {
  const world = new FileWorld();
  try {
    const rows = await writeLarge(join(world.folder, 'inbox', 'large-2026-03.csv'));
    const before = process.memoryUsage.rss();
    let most = 0;
    const watch = (): void => {
      most = Math.max(most, process.memoryUsage.rss() - before);
    };
    const examined = await world.examine('large-2026-03.csv', chosenPreset(fileConfig({ as: 'deezer/sales' }), true));
    watch();
    expect(examined.rows).toBe(rows);
    const shown = await world.with('royalties', { as: 'deezer/sales' }, (ledgerline) =>
      ledgerline.preview({ rows: 3 }),
    );
    watch();
    expect(shown.files?.outcomes).toMatchObject([{ effect: 'committed', accepted: rows }]);
    const { outcomes } = await world.run('royalties', { as: 'deezer/sales' });
    watch();
    expect(outcomes).toMatchObject([{ effect: 'committed', accepted: rows, rejected: 0 }]);
    expect(most).toBeLessThan(room);
  } finally {
    world.close();
  }
});
