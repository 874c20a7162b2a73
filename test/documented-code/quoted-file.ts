import { posix } from 'node:path';
import { type Fence, placeOf } from './fences.ts';
import { testSources, textOf } from './pages.ts';

/** What is wrong with a block that says which file it is; `file=a.ts#region` is the part between `#region` and `#endregion`. */
export function quotedFileFaults(fence: Fence): string[] {
  const [path = '', region] = (fence.attributes.file ?? '').split('#');
  const whole = textOf(path);
  if (whole === undefined) return [`${placeOf(fence)}: there is no file ${path}`];
  const text = region === undefined ? whole : regionOf(whole, region);
  if (text === undefined) return [`${placeOf(fence)}: ${path} has no region ${region}`];
  if (!testSources().includes(posix.basename(path))) return [`${placeOf(fence)}: no test names ${path}`];
  return text === fence.text ? [] : [`${placeOf(fence)}: is not what ${fence.attributes.file} says`];
}

/** The lines of a region without their common indentation. */
function regionOf(text: string, name: string): string | undefined {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => line.trim() === `// #region ${name}`);
  const end = lines.findIndex((line, index) => index > start && line.trim() === `// #endregion ${name}`);
  if (start < 0 || end < 0) return undefined;
  const body = lines.slice(start + 1, end);
  const indents = body.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length);
  const indent = Math.min(...indents);
  return body.map((line) => `${line.slice(indent)}\n`).join('');
}
