import { existsSync, readdirSync } from 'node:fs';
import { ConfigSchema } from '../packages/core/src/config/config-schema.ts';
import { policySchema } from '../packages/core/src/config/policy-schema.ts';
import { type SchemaPart, type SettingRow, settingRows } from './config-schema-rows.ts';

interface Plugin {
  readonly kind: string;
  readonly name: string;
  readonly summary: string;
  readonly config: object;
}

/** Where the page lives, relative to the root of the repository. */
export const configPagePath = 'docs/config.md';

const packages = new URL('../packages/', import.meta.url);

const introduction = `<!-- Generated from the schemas by \`npm run docs:config\`; edits are overwritten. -->
# Configuration

Every setting of \`ledgerline.yaml\`, as the program itself checks it. A default in the table holds when the key is absent; \`required\` means that
there is none. \`NAME\` stands for a name you choose, \`[]\` for each entry of a list. \`$\{VARIABLE}\` takes a value from the environment.`;

const policyIntroduction = `Stands in a pipeline's \`policy\` or under \`policies.NAME\`. Three layers, member by member: the defaults below, what the connector knows of its DSP (its
\`src/policy.ts\`, each number with its source), and what you write here. A DSP has one policy: pipelines that talk to the same DSP must agree.`;

/** The whole page, from the schemas of the core and of every connector and sink in \`packages/\`. */
export async function configPage(): Promise<string> {
  const plugins = await installedHere();
  const sections = [
    introduction,
    section('`ledgerline.yaml`', '', settingRows(plain(ConfigSchema))),
    section('Policy', policyIntroduction, settingRows(plain(policySchema))),
    ...plugins.map(({ kind, name, summary, config }) =>
      section(
        `${kind === 'connector' ? 'Connector' : 'Sink'} \`${name}\``,
        `${summary}\n\n${kind === 'connector' ? 'Under `config` of a pipeline, or of one of its accounts.' : 'Beside `use` of an entry under `sinks`.'}`,
        settingRows(plain(config)),
      ),
    ),
  ];
  return `${sections.join('\n\n')}\n`;
}

/** Connectors first, then sinks, by name; a package whose door has none yet is passed over. */
async function installedHere(): Promise<readonly Plugin[]> {
  const plugins: Plugin[] = [];
  for (const folder of readdirSync(packages).sort()) {
    const door = new URL(`${folder}/src/index.ts`, packages);
    if (!/^(connector|sink)-/.test(folder) || !existsSync(door)) continue;
    const module: { readonly default?: Plugin } = await import(door.href);
    if (module.default !== undefined) plugins.push(module.default);
  }
  return plugins.sort((left, right) => left.kind.localeCompare(right.kind) || left.name.localeCompare(right.name));
}

function section(title: string, text: string, rows: readonly SettingRow[]): string {
  const lines = rows.map(
    ({ key, type, unit, byDefault, description }) =>
      `| \`${key}\` | ${cell(type)} | ${unit} | ${cell(byDefault)} | ${cell(description)} |`,
  );
  const table = ['| key | type and range | unit | default | meaning |', '|---|---|---|---|---|', ...lines].join('\n');
  return [`## ${title}`, text, table].filter((part) => part !== '').join('\n\n');
}

/** A schema as plain JSON Schema. */
function plain(schema: object): SchemaPart {
  return JSON.parse(JSON.stringify(schema));
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
