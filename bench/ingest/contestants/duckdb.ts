// DuckDB doing the equivalent in SQL with all cores: load, filter, exact totals, partitioned files. Arguments: the file, the folder, csv or parquet.
import { mkdirSync } from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';
import { header } from '../layout.ts';

const [, , file = '', folder = '', format = 'csv'] = process.argv;
mkdirSync(folder, { recursive: true });
const connection = await (await DuckDBInstance.create(':memory:')).connect();
const copy = format === 'parquet' ? 'FORMAT parquet, COMPRESSION zstd' : 'FORMAT csv, HEADER';
const typed: Readonly<Record<string, string>> = { Quantity: 'BIGINT', Amount: 'DECIMAL(38, 12)' };
const types = header.map((name) => `'${name}': '${typed[name] ?? 'VARCHAR'}'`).join(', ');
await connection.run(`
  CREATE TABLE items AS
  SELECT "ISRC" AS isrc, "UPC" AS upc, "Track Id" AS dspTrackId, "Title" AS title, "Artist" AS artist, "Country" AS territory,
    "Month" AS period, "Sale Type" AS saleType, "Product" AS tier, "Quantity" AS units, "Amount" AS amount, "Currency" AS currency
  FROM read_csv('${file}', delim = '\t', header = true, quote = '', columns = {${types}})
  WHERE regexp_full_match("ISRC", '[A-Z]{2}[A-Z0-9]{3}[0-9]{7}')`);
const totals = await connection.runAndReadAll(`
  SELECT territory, period, saleType, currency, count(*), sum(units), sum(amount) FROM items GROUP BY ALL ORDER BY ALL`);
await connection.run(
  `COPY items TO '${folder}/items' (${copy}, PARTITION_BY (territory, period), OVERWRITE_OR_IGNORE)`,
);
console.log(totals.currentRowCount);
