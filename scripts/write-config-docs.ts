import { writeFileSync } from 'node:fs';
import { configPage, configPagePath } from './config-page.ts';
import { connectorReadmes } from './readme-tables.ts';

writeFileSync(new URL(`../${configPagePath}`, import.meta.url), await configPage());
for (const [path, text] of await connectorReadmes()) writeFileSync(new URL(`../${path}`, import.meta.url), text);
