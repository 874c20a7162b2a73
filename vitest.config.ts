import { existsSync, readdirSync, readFileSync, statfsSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSequencer, type TestSpecification, type Vitest } from 'vitest/node';

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

/** Units: bytes; what all tests keep in temporary folders at a time, and a good deal more. */
const roomBytes = 2 * 1024 ** 3;

/** Where tests keep their folders: in memory where there is room, since flushing to a disk is most of what many of them would cost. */
function roomiest(): string {
  const memory = '/dev/shm';
  if (!existsSync(memory)) return tmpdir();
  const { bavail, bsize } = statfsSync(memory);
  return bavail * bsize > roomBytes ? memory : tmpdir();
}

/** What takes longest, and is the shortest to read: contracts of a few lines, and tests that start processes. */
const longest = /\/contract\.test\.ts$|testkit\/test\/self\.test\.ts$|^test\//;

/** Vitest begins with the files of most bytes until it has timed them; a long one that begins last keeps one core waiting for it. */
class LongestFirst implements TestSequencer {
  readonly #usual: BaseSequencer;

  constructor(vitest: Vitest) {
    this.#usual = new BaseSequencer(vitest);
  }

  shard(files: TestSpecification[]) {
    return this.#usual.shard(files);
  }

  async sort(files: TestSpecification[]) {
    const isLong = ({ moduleId }: TestSpecification): boolean => longest.test(moduleId.slice(root.length));
    const sorted = await this.#usual.sort(files);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

export default defineConfig({
  resolve: { alias: sourceAliases() },
  test: {
    include: ['packages/*/src/**/*.test.ts', 'packages/*/test/**/*.test.ts', 'test/**/*.test.ts'],
    // What takes long and says little about a change belongs to `npm run test:deep`.
    exclude: ['**/node_modules/**', '**/dist/**', ...(process.env.LEDGERLINE_DEEP ? [] : ['**/*.deep.test.ts'])],
    // Long enough for a machine with other work; what hangs is still told.
    testTimeout: 60_000,
    // Files share their worker's modules: loading them anew for each file takes longer than most files run. What a file changes it puts back.
    isolate: false,
    sequence: { sequencer: LongestFirst },
    // What a child process compiled, the next one of the same sources need not; the folder is the one the command itself uses.
    // They also start as the command starts itself again for whole reports, which takes as long as many a test.
    env: {
      TMPDIR: roomiest(),
      NODE_COMPILE_CACHE: join(roomiest(), 'node-compile-cache'),
      NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --max-semi-space-size=1`.trim(),
    },
    // One worker a core: the default keeps a core free for watching, which a single run does not need.
    maxWorkers: availableParallelism(),
  },
});
