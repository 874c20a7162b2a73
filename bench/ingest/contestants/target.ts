// A target that reads JSON lines, validates and appends them. Arguments: the folder.
import { createInterface } from 'node:readline';
import { itemSchema, toItem } from './item-schema.ts';
import { PartitionFiles } from './partition-files.ts';
import { ItemTotals } from './totals.ts';

const [, , folder = ''] = process.argv;
const files = new PartitionFiles(folder);
const totals = new ItemTotals();
for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
  const item = toItem(JSON.parse(line).record);
  if (!itemSchema.Check(item)) continue;
  totals.add(item);
  await files.append(item.territory ?? '', item.period ?? '', `${JSON.stringify(item)}\n`);
}
await files.close();
console.log(totals.size);
