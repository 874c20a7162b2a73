import { readFileSync, writeFileSync } from 'node:fs';
import { driftPagePath, withDriftTable } from './drift-table.ts';

const page = new URL(`../${driftPagePath}`, import.meta.url);
writeFileSync(page, withDriftTable(readFileSync(page, 'utf8')));
