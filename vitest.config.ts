import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('.', import.meta.url));

/** Tests import packages by name and get their sources: `./dist/x.js` of an exports map is `src/x.ts`. */
function sourceAliases(): { find: RegExp; replacement: string }[] {
  return readdirSync(`${root}packages`).flatMap((folder) => {
    if (!existsSync(`${root}packages/${folder}/package.json`)) return [];
    const manifest = JSON.parse(readFileSync(`${root}packages/${folder}/package.json`, 'utf8'));
    return Object.entries<{ default?: string } | string>(manifest.exports ?? {}).flatMap(([door, target]) => {
      const file = typeof target === 'string' ? target : target.default;
      if (!file?.startsWith('./dist/')) return [];
      const source = file.replace('./dist/', 'src/').replace(/\.js$/, '.ts');
      return [
        { find: new RegExp(`^${manifest.name}${door.slice(1)}$`), replacement: `${root}packages/${folder}/${source}` },
      ];
    });
  });
}

export default defineConfig({
  resolve: { alias: sourceAliases() },
  test: {
    include: ['packages/*/src/**/*.test.ts', 'packages/*/test/**/*.test.ts', 'test/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    testTimeout: 20_000,
    // One worker a core: the default keeps a core free for watching, which a single run does not need.
    maxWorkers: availableParallelism(),
  },
});
