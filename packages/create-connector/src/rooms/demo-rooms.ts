import type { Words } from '../words.ts';
import { importLine } from './imports.ts';

/** `demo/main.ts` */
export function demoMain({ name, type, envName }: Words): string {
  return `// Serves the fake on a loopback port and runs the real command against it: what is in demo/lake afterwards came over HTTP.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
${importLine(['serve'], '@ledgerline/fakes')}
import { createFake${type} } from '../src/mock/fake-${name}.ts';

const served = await serve(createFake${type}({ now: Date.now, rows: 1000 }).handlers);
const ledgerline = spawn('ledgerline', ['run', ...process.argv.slice(2)], {
  cwd: fileURLToPath(new URL('.', import.meta.url)),
  env: { ...process.env, ${envName}_URL: served.origin },
  stdio: 'inherit',
});
const [code] = await once(ledgerline, 'exit');
await served.close();
process.exitCode = typeof code === 'number' ? code : 1;
`;
}

/** `demo/ledgerline.yaml` */
export function demoConfig({ name, envName, authParts }: Words): string {
  const settings = authParts.settings.map(({ key, fake, defaultPath }) =>
    defaultPath === undefined ? `      ${key}: ${fake}\n` : `      ${key}: "\${${envName}_URL}${defaultPath}"\n`,
  );
  return `sinks:
  lake: { use: filesystem, path: ./lake }
pipelines:
  ${name}:
    connector: ../src/index.ts
    accounts: [my-label]
    config:
      baseUrl: "\${${envName}_URL}"
${settings.join('')}    since: 2026-01
    until: 2026-03
`;
}
