import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Check } from '@ledgerline/testkit/checks';
import type { ConnectorPackage } from '../connector-package.ts';

const resolutions = {
  NodeNext: { module: 'NodeNext', moduleResolution: 'NodeNext' },
  Bundler: { module: 'ESNext', moduleResolution: 'Bundler' },
} as const;

/** The compiler that the package is built with. */
function compiler(folder: string): string {
  const file = createRequire(join(folder, 'package.json')).resolve('typescript/package.json');
  const { bin }: { bin: { tsc: string } } = JSON.parse(readFileSync(file, 'utf8'));
  return join(dirname(file), bin.tsc);
}

/** A package imports itself by name as others do, through its `exports`. */
function complaints({ folder, manifest }: ConnectorPackage, options: object): string {
  const inside = mkdtempSync(join(folder, '.ledgerline-check-'));
  try {
    const consumer = [
      "import type { Connector } from '@ledgerline/core';",
      `import connector from '${manifest.name}';`,
      `import * as mock from '${manifest.name}/mock';`,
      'export const used: readonly [Connector, object] = [connector, mock.upstream];',
    ];
    writeFileSync(join(inside, 'consumer.ts'), `${consumer.join('\n')}\n`);
    const compilerOptions = { ...options, target: 'ES2024', strict: true, noEmit: true, skipLibCheck: true };
    const lib = ['ES2024', 'ESNext.Disposable', 'DOM'];
    const project = { compilerOptions: { ...compilerOptions, lib, types: [] }, files: ['consumer.ts'] };
    writeFileSync(join(inside, 'tsconfig.json'), JSON.stringify(project));
    const { status, stdout } = spawnSync(process.execPath, [compiler(folder), '-p', '.', '--pretty', 'false'], {
      cwd: inside,
      encoding: 'utf8',
    });
    return status === 0 ? '' : stdout.trim();
  } finally {
    rmSync(inside, { recursive: true, force: true });
  }
}

/** Types of the built package, as others see them. */
export function typesChecks(found: ConnectorPackage): readonly Check[] {
  return Object.entries(resolutions).map(([name, options]) => ({
    id: `types/${name.toLowerCase()}`,
    title: `types of both doors resolve under ${name}`,
    run: async () => assert.equal(complaints(found, options), ''),
  }));
}
