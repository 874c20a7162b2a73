import { readdirSync, readFileSync } from 'node:fs';
import * as core from '../packages/core/src/index.ts';

/** A function that `@ledgerline/core` offers, with what its docstring says and shows. */
export interface OfferedFunction {
  readonly name: string;
  /** Below `packages/core/src/`. */
  readonly file: string;
  /** As it stands in the source, up to the body. */
  readonly signature: string;
  /** The docstring as Markdown, without its examples. */
  readonly text: string;
  readonly examples: readonly string[];
}

const source = new URL('../packages/core/src/', import.meta.url);

/** What the command line and other hosts take from the door; no author calls it. */
const forHosts = new Set(['acceptanceKey', 'asAcceptance', 'asHeldReport', 'createTotals', 'tryLock']);

/** Every function of the authors' door. Order: by file, then as they stand there. An overload is a function of its own. */
export function offeredFunctions(): readonly OfferedFunction[] {
  const door = readFileSync(new URL('index.ts', source), 'utf8');
  return readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.includes('/') && file.endsWith('.ts') && !file.includes('.test.'))
    .sort()
    .flatMap((file) => functionsOf(file, readFileSync(new URL(file, source), 'utf8'), door));
}

function functionsOf(file: string, code: string, door: string): OfferedFunction[] {
  const functions = code.matchAll(
    /(?:\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\n)?export ((?:async )?function\*? (\w+)[\s\S]*?)(?: \{\n|;\n)/g,
  );
  return [...functions].flatMap(([, doc = '', signature = '', own = '']) => {
    const [, name = own] = new RegExp(`\\b${own} as (\\w+) \\} from './${file}'`).exec(door) ?? [];
    if (!Object.hasOwn(core, name) || forHosts.has(name)) return [];
    const plain = doc.replace(/^ *\* ?/gm, '').trim();
    const examples = [...plain.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, example = '']) => example);
    return [{ name, file, signature, text: plain.split('@example')[0]?.trim() ?? '', examples }];
  });
}
