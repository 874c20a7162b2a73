import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Check } from '@ledgerline/testkit/checks';
import type { ConnectorPackage } from '../connector-package.ts';

/** Ways out that are not `ctx.http` or `ctx.run`. */
const waysOut = [
  /(?<![\w.$])fetch\s*\(/,
  /globalThis\s*\.\s*fetch/,
  /from\s+['"](?:node:)?(?:http|https|http2|net|tls|dgram)['"]/,
  /from\s+['"](?:undici|axios|got|ky|node-fetch|superagent)['"]/,
  /(?<![\w.$])(?:XMLHttpRequest|WebSocket|EventSource)\b/,
];

const withoutComments = (text: string): string => text.replace(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*$/gm, '');

/** Sources where they are, else what was built; the mock may serve and listen. */
function sourceFiles(folder: string): readonly string[] {
  const root = [join(folder, 'src'), join(folder, 'dist')].find(existsSync);
  if (root === undefined) return [];
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.[cm]?[jt]s$/.test(file) && !/\.d\.[cm]?ts$|\.test\.[cm]?ts$|^mock([./\\]|$)/.test(file))
    .map((file) => join(root, file));
}

/** Nothing goes out but through the policy engine; the conformance suite sees it happen, this sees it written. */
export function sourceCheck({ folder }: ConnectorPackage): Check {
  return {
    id: 'source/no-fetch',
    title: 'the code calls neither fetch nor a client or socket of its own',
    run: async () => {
      const files = sourceFiles(folder);
      assert.ok(files.length > 0, 'there is neither src nor dist to look at');
      const found = files.flatMap((file) => {
        const text = withoutComments(readFileSync(file, 'utf8'));
        const way = waysOut.find((pattern) => pattern.test(text));
        return way === undefined ? [] : [`${relative(folder, file)}: ${way.exec(text)?.[0]}`];
      });
      assert.deepEqual(found, [], `use ctx.http or ctx.run instead: ${found.join(', ')}`);
    },
  };
}
