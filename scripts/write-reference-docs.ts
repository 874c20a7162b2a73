import { mkdirSync, writeFileSync } from 'node:fs';
import { referencePages } from './reference-pages.ts';

mkdirSync(new URL('../docs/reference/api/', import.meta.url), { recursive: true });
for (const [path, text] of referencePages()) writeFileSync(new URL(`../docs/${path}`, import.meta.url), text);
