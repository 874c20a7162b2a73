import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Fence, fencesOf } from './fences.ts';

export const root = fileURLToPath(new URL('../../', import.meta.url));

/** Written by programs, or about what a fixture is; nobody reads code there. */
const passedOver = /^(api|\.changeset)\/|\/fixtures\/|CHANGELOG\.md$|\/templates?\//;

/** Every block of code that the repository shows to people. */
export function documentedFences(): readonly Fence[] {
  const pages = filesOf('*.md').filter((page) => !passedOver.test(page));
  return pages.flatMap((page) => {
    const text = textOf(page);
    return text === undefined ? [] : fencesOf(page, text);
  });
}

/** The sources of every test, as one text. */
export function testSources(): string {
  return filesOf('*.test.ts')
    .map((file) => textOf(file) ?? '')
    .join('\n');
}

function filesOf(pattern: string): string[] {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', pattern], {
    cwd: root,
    encoding: 'utf8',
  });
  return listed.split('\n').filter((file) => file !== '');
}

/** A file of the repository; undefined when it is gone from the working tree. */
export function textOf(path: string): string | undefined {
  try {
    return readFileSync(root + path, 'utf8');
  } catch {
    return undefined;
  }
}
