import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { AnyConnector, Upstream } from '@ledgerline/testkit/checks';

export interface TestedConnector {
  readonly name: string;
  readonly connector: AnyConnector;
  readonly upstream: Upstream;
}

const packages = new URL('../../packages/', import.meta.url);

/** Every built connector of this repository whose mock has an adapter for the kit; `only` names one. */
export async function testedConnectors(only?: string): Promise<readonly TestedConnector[]> {
  const found: TestedConnector[] = [];
  for (const folder of readdirSync(packages).filter((name) => name.startsWith('connector-'))) {
    const [door, mock] = ['index.js', 'mock.js'].map((file) => new URL(`${folder}/dist/${file}`, packages));
    if (door === undefined || mock === undefined || ![door, mock].every((url) => existsSync(fileURLToPath(url))))
      continue;
    const { upstream }: { upstream?: Upstream } = await import(mock.href);
    const { default: connector }: { default?: AnyConnector } = await import(door.href);
    if (upstream === undefined || connector === undefined) continue;
    if (only === undefined || only === connector.name) found.push({ name: connector.name, connector, upstream });
  }
  return found;
}
