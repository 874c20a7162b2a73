import { writeFileSync } from 'node:fs';
import { configPage, configPagePath } from './config-page.ts';

writeFileSync(new URL(`../${configPagePath}`, import.meta.url), await configPage());
