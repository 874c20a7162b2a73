import { type LedgerlinePackage, type PackageSpecs, toolVersions } from '../package-specs.ts';
import type { Words } from '../words.ts';

const engines = '^22.18 || ^24 || >=26';

/** `package.json` */
export function manifest({ packageName, dsp, name }: Words, specs: PackageSpecs): string {
  const own = (...names: readonly LedgerlinePackage[]) =>
    Object.fromEntries(names.map((short) => [`@ledgerline/${short}`, specs.spec(short)]));
  const { msw, publint, vitest, typescript, ...tools } = toolVersions;
  const content = {
    name: packageName,
    version: '0.0.0',
    description: `${dsp} for Ledgerline: monthly sales.`,
    keywords: ['ledgerline', 'ledgerline-connector', 'royalties', name],
    license: 'MIT',
    type: 'module',
    sideEffects: false,
    engines: { node: engines },
    ...(specs.repository === undefined
      ? {}
      : { repository: { type: 'git', url: `git+https://github.com/${specs.repository}.git` } }),
    files: ['dist', '!dist/**/*.map', 'conformance.json'],
    exports: {
      '.': { types: './dist/index.d.ts', default: './dist/index.js' },
      './mock': { types: './dist/mock.d.ts', default: './dist/mock.js' },
      './package.json': './package.json',
    },
    publishConfig: { access: 'public', provenance: true },
    scripts: {
      build: 'tsc -p tsconfig.build.json',
      types: 'tsc -p tsconfig.json',
      test: 'vitest run',
      conformance: 'ledgerline connector test',
      demo: 'node demo/main.ts',
      check: 'npm run types && npm run build && ledgerline connector check',
      version: 'changeset version && npm run build && ledgerline connector check --write',
      prepack: 'npm run build',
    },
    // Only who uses the mock needs what it is made of.
    peerDependencies: { '@ledgerline/core': specs.range, '@ledgerline/fakes': specs.range, msw: `^${msw}` },
    peerDependenciesMeta: { '@ledgerline/fakes': { optional: true }, msw: { optional: true } },
    devDependencies: {
      ...tools,
      ...own('cli', 'core', 'fakes', 'testkit'),
      ...specs.others,
      ...{ msw, publint, typescript, vitest },
    },
  };
  return `${JSON.stringify(content, undefined, 2)}\n`;
}

/** `tsconfig.json`: everything, checked only. */
export function tsconfig(): string {
  return `{
  "compilerOptions": {
    "target": "ES2024",
    "lib": ["ES2024", "ESNext.Array", "ESNext.Disposable"],
    "module": "NodeNext",
    "types": ["node"],
    "strict": true,
    "noUncheckedIndexedAccess": true,
    "exactOptionalPropertyTypes": true,
    "noUnusedLocals": true,
    "noUnusedParameters": true,
    "verbatimModuleSyntax": true,
    "erasableSyntaxOnly": true,
    "rewriteRelativeImportExtensions": true,
    "skipLibCheck": true,
    "noEmit": true
  },
  "include": ["src", "test", "demo"]
}
`;
}

/** `tsconfig.build.json`: what is published. */
export function tsconfigBuild(): string {
  return `{
  "extends": "./tsconfig.json",
  "compilerOptions": { "noEmit": false, "declaration": true, "sourceMap": true, "rootDir": "src", "outDir": "dist" },
  "include": ["src"]
}
`;
}

/** `vitest.config.ts` */
export function vitestConfig(): string {
  return `import { defineConfig } from 'vitest/config';

export default defineConfig({ test: { include: ['test/**/*.test.ts'], testTimeout: 20_000 } });
`;
}

export function gitignore(): string {
  return ['node_modules/', 'dist/', 'demo/.ledgerline/', 'demo/lake/', ''].join('\n');
}

/** `LICENSE`: the MIT licence. */
export function licence({ packageName }: Words): string {
  return `MIT License

Copyright (c) the authors of ${packageName}

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the
"Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish,
distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to
the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF
MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY
CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE
SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
`;
}
