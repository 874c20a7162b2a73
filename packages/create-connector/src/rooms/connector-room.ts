import type { Words } from '../words.ts';
import { importLine } from './imports.ts';

/** `src/connector.ts` */
export function connectorRoom({ name, dsp, variable, type, authParts, listingParts }: Words): string {
  const hosts = authParts.settings.some(({ key }) => key === 'tokenUrl');
  return `${importLine([authParts.helper, 'defineConnector'], '@ledgerline/core')}
import { ${type}Config } from './config.ts';
import { policy } from './policy.ts';
import { sales } from './sales.ts';

/** ${dsp}: monthly sales. */
export const ${variable} = defineConnector({
  name: '${name}',
  version: '0.1.0',
  dsp: '${name}',
  summary: '${dsp}: monthly sales.',
  config: ${type}Config,
  baseUrl: ({ baseUrl }) => baseUrl,
${hosts ? '  hosts: ({ tokenUrl }) => [new URL(tokenUrl).host],\n' : ''}  auth: ${authParts.auth},
  policy,
  capabilities: ${listingParts.lists ? '{ revisions: true, controlTotals: true }' : '{}'},
  feeds: { sales },
});
`;
}
