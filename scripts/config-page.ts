import { type SettingRow, settingRows } from '../packages/cli/src/tables/config-schema-rows.ts';
import { plainSchema, settingsTable } from '../packages/cli/src/tables/settings-table.ts';
import { ConfigSchema } from '../packages/core/src/config/config-schema.ts';
import { policySchema } from '../packages/core/src/config/policy-schema.ts';
import { installedPlugins } from './installed-plugins.ts';

/** Where the page lives, relative to the root of the repository. */
export const configPagePath = 'docs/config.md';

const introduction = `<!-- Generated from the schemas by \`npm run docs:config\`; edits are overwritten. -->
# Configuration

Every setting of \`ledgerline.yaml\`, as the program itself checks it. A default in the table holds when the key is absent; \`required\` means that
there is none. \`NAME\` stands for a name you choose, \`[]\` for each entry of a list. \`$\{VARIABLE}\` takes a value from the environment.`;

const policyIntroduction = `Stands in a pipeline's \`policy\` or under \`policies.NAME\`. Three layers, member by member: the defaults below, what the connector knows of its DSP (its
\`src/policy.ts\`, each number with its source), and what you write here. A DSP has one policy: pipelines that talk to the same DSP must agree.`;

/** The whole page, from the schemas of the core and of every connector and sink in \`packages/\`. */
export async function configPage(): Promise<string> {
  const plugins = await installedPlugins();
  const sections = [
    introduction,
    section('`ledgerline.yaml`', '', settingRows(plainSchema(ConfigSchema))),
    section('Policy', policyIntroduction, settingRows(plainSchema(policySchema))),
    ...plugins.map(({ kind, name, summary, config }) =>
      section(
        `${kind === 'connector' ? 'Connector' : 'Sink'} \`${name}\``,
        `${summary}\n\n${kind === 'connector' ? 'Under `config` of a pipeline, or of one of its accounts.' : 'Beside `use` of an entry under `sinks`.'}`,
        settingRows(plainSchema(config)),
      ),
    ),
  ];
  return `${sections.join('\n\n')}\n`;
}

function section(title: string, text: string, rows: readonly SettingRow[]): string {
  return [`## ${title}`, text, settingsTable(rows)].filter((part) => part !== '').join('\n\n');
}
