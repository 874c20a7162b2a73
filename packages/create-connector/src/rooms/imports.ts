/** Units: columns of a line, as the formatter of this project breaks them. */
export const lineWidth = 120;

/** Names of an import in the order a sorter puts them: by letter, whatever their case. */
function sorted(names: readonly string[]): readonly string[] {
  const plain = (name: string): string => name.replace(/^type /, '');
  return [...names].sort((left, right) => plain(left).localeCompare(plain(right), 'en', { sensitivity: 'base' }));
}

/** An import of some names, on one line where it fits; of types alone where all are. */
export function importLine(names: readonly string[], from: string): string {
  const ordered = sorted(names);
  const onlyTypes = ordered.every((name) => name.startsWith('type '));
  const shown = onlyTypes ? ordered.map((name) => name.replace(/^type /, '')) : ordered;
  const verb = onlyTypes ? 'import type' : 'import';
  const line = `${verb} { ${shown.join(', ')} } from '${from}';`;
  return line.length <= lineWidth
    ? line
    : `${verb} {\n${shown.map((name) => `  ${name},\n`).join('')}} from '${from}';`;
}
