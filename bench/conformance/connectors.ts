import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { AnyConnector, Upstream } from '@ledgerline/testkit/checks';

export interface TestedConnector {
  readonly name: string;
  readonly connector: AnyConnector;
  readonly upstream: Upstream;
}

const packages = new URL('../../packages/', import.meta.url);

/** Every built connector of this repository with the adapters of its mock (`upstream`, `salesUpstream` …); `only` names one connector. */
export async function testedConnectors(only?: string): Promise<readonly TestedConnector[]> {
  const found: TestedConnector[] = [];
  for (const folder of readdirSync(packages).filter((name) => name.startsWith('connector-'))) {
    const [door, mock] = ['index.js', 'mock.js'].map((file) => new URL(`${folder}/dist/${file}`, packages));
    if (door === undefined || mock === undefined || ![door, mock].every((url) => existsSync(fileURLToPath(url))))
      continue;
    const adapters: Readonly<Record<string, unknown>> = await import(mock.href);
    const { default: connector }: { default?: AnyConnector } = await import(door.href);
    if (connector === undefined || (only !== undefined && only !== connector.name)) continue;
    for (const [key, upstream] of Object.entries(adapters)) {
      const [, feed] = /^(.*)upstream$/i.exec(key) ?? [];
      if (feed === undefined) continue;
      const name = feed === '' ? connector.name : `${connector.name}-${feed}`;
      found.push({ name, connector, upstream: upstream as Upstream });
    }
  }
  return found;
}
