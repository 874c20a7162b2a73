/** A fenced block of a page. Units: `line` counts from 1, at the opening fence. */
export interface Fence {
  readonly page: string;
  readonly line: number;
  readonly language: string;
  /** What follows the language: `file=examples/readme/connector.ts`, `run`. */
  readonly attributes: Readonly<Record<string, string>>;
  /** Code that stands before the block in thought: the text of a comment `<!-- given … -->` right above it. */
  readonly given: string;
  readonly text: string;
}

const fenceLine = /^( *)(`{3,}|~{3,})([^`]*)$/;

/** Every fenced block of a page, in order; one that is never closed reaches to the end. */
export function fencesOf(page: string, markdown: string): Fence[] {
  const lines = markdown.split('\n');
  const fences: Fence[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    const [, indent = '', mark, info = ''] = fenceLine.exec(lines[index] ?? '') ?? [];
    if (mark === undefined) continue;
    const first = index;
    const isEnd = (line: string): boolean =>
      line.trim().startsWith(mark) && line.trim().replaceAll(mark[0]!, '') === '';
    const body: string[] = [];
    for (index += 1; index < lines.length && !isEnd(lines[index]!); index += 1)
      body.push(lines[index]!.startsWith(indent) ? lines[index]!.slice(indent.length) : lines[index]!);
    const [language = '', ...words] = info.trim().split(/\s+/);
    const attributes = Object.fromEntries(
      words.map((word) => word.split(/=(.*)/s).slice(0, 2)).map(([name, value]) => [name, value ?? '']),
    );
    const given = givenAbove(lines.slice(0, first));
    fences.push({ page, line: first + 1, language, attributes, given, text: body.map((line) => `${line}\n`).join('') });
  }
  return fences;
}

function givenAbove(lines: readonly string[]): string {
  const above = lines.join('\n').trimEnd();
  const start = above.lastIndexOf('<!-- given');
  return above.endsWith('-->') && start >= 0 && above.indexOf('-->', start) === above.length - 3
    ? `${above.slice(start + '<!-- given'.length, -3).trim()}\n`
    : '';
}

export const placeOf = ({ page, line }: Fence): string => `${page}:${line}`;
