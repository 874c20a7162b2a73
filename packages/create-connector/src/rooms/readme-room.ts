import type { AuthSetting } from '../kinds/auth-kinds.ts';
import type { Words } from '../words.ts';
import { settingRows } from './config-room.ts';
import { feedRow } from './feed-room.ts';

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(header), `|${'---|'.repeat(header.length)}`, ...rows.map(line)].join('\n');
}

const feedsHeader = ['feed', 'grain', 'money', 'key within an account', 'due', 'documents'];
const settingsHeader = ['key', 'type and range', 'unit', 'default', 'meaning'];
const assumed = '† The DSP documents no date; this is our assumption, and a report past it is late, never missing.';

/** \`README.md\`; its tables are what \`ledgerline connector check --write\` writes. */
export function readme(words: Words): string {
  const { packageName, dsp, name, variable, envName, authParts } = words;
  const settings = authParts.settings
    .filter(({ defaultPath }: AuthSetting) => defaultPath === undefined)
    .map(({ key, secret }) => `      ${key}: ${secret ? `\${${envName}_${key.toUpperCase()}}` : 'mine'}\n`)
    .join('');
  return `# ${packageName}

${dsp} for [Ledgerline](https://www.npmjs.com/package/@ledgerline/core): monthly sales, every row once, every amount exact.

<!-- feeds -->

${table(feedsHeader, [feedRow(words)])}

${assumed}

<!-- /feeds -->

## Quick start

\`\`\`sh
npm install @ledgerline/cli ${packageName}
\`\`\`

\`\`\`yaml
pipelines:
  ${name}-sales:
    connector: ${name}
    accounts: [my-label]
    since: 2026-01
    config:
${settings}\`\`\`

\`\`\`ts
import ${variable} from '${packageName}';
\`\`\`

## Configuration

<!-- config -->

${table(settingsHeader, settingRows(words))}

<!-- /config -->

**Credentials.** ${authParts.credentials}

## Limits and policy

| limit | value | where it comes from |
|---|---|---|
| requests a minute | 60 | † assumption |
| requests at once | 2 | † assumption |

## Working on it

\`\`\`sh
npm test               # the contract, against the fake in src/mock, and the fixtures
npm run conformance    # the same contract as a table
npm run demo           # the fake on a loopback port, and a real run into demo/lake
npm run check          # types, build, and all that a published connector must keep
\`\`\`

What is marked † is assumed: put in what ${dsp} documents, and say where it stands. [Fixtures](test/fixtures/SOURCES.md) say where they come from.

Licence: MIT
`;
}
