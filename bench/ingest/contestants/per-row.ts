// One row at a time, as most teams write it: csv-parse to objects, a schema, a decimal library, an append. Arguments: the file, the folder.
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse';
import { itemSchema, toItem } from './item-schema.ts';
import { PartitionFiles } from './partition-files.ts';
import { ItemTotals } from './totals.ts';

const [, , file = '', folder = ''] = process.argv;
const files = new PartitionFiles(folder);
const totals = new ItemTotals();
let rejected = 0;
const rows = createReadStream(file)
  .pipe(createGunzip())
  .pipe(parse({ delimiter: '\t', columns: true, quote: null }));
for await (const row of rows) {
  const item = toItem(row);
  if (!itemSchema.Check(item)) {
    rejected += 1;
    continue;
  }
  totals.add(item);
  await files.append(item.territory ?? '', item.period ?? '', `${JSON.stringify(item)}\n`);
}
await files.close();
console.log(totals.size, rejected);
