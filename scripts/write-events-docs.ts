import { readFileSync, writeFileSync } from 'node:fs';
import { eventsPagePath, withEventTables } from './event-tables.ts';

const page = new URL(`../${eventsPagePath}`, import.meta.url);
writeFileSync(page, withEventTables(readFileSync(page, 'utf8')));
