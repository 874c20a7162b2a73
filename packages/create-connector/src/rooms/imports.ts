/** Units: columns of a line, as the formatter of this project breaks them. */
export const lineWidth = 120;

/** A name as it is sorted: letter by letter, of the same letter the capital first. */
function sortKey(name: string): string {
  const plain = name.replace(/^type /, '');
  return [...plain].map((letter) => `${letter.toLowerCase()}${letter === letter.toLowerCase() ? 1 : 0}`).join('');
}

/** Names of an import in the order a sorter puts them. */
function sorted(names: readonly string[]): readonly string[] {
  return [...names].sort((left, right) => (sortKey(left) < sortKey(right) ? -1 : 1));
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
