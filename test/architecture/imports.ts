/** One import or re-export of a source file. */
export interface ImportLine {
  readonly specifier: string;
  /** Erased at run time. */
  readonly typeOnly: boolean;
}

const statement =
  /(?:^|\n)\s*(import|export)\s+(type\s+)?(?:([\w*{][^;'"]*?)\s+from\s+)?['"]([^'"\n]+)['"]|\bimport\(\s*['"]([^'"\n]+)['"]\s*\)/g;

/** Every import of a TypeScript source, static and dynamic, in order. */
export function importsOf(source: string): ImportLine[] {
  const found: ImportLine[] = [];
  for (const [, , type, clause, specifier, dynamic] of source.matchAll(statement)) {
    const names = clause
      ?.match(/^\{([\s\S]*)\}$/)?.[1]
      ?.split(',')
      .filter((name) => name.trim() !== '');
    const everyNameIsType = names !== undefined && names.length > 0 && names.every((name) => /^\s*type\s/.test(name));
    found.push({ specifier: specifier ?? dynamic ?? '', typeOnly: type !== undefined || everyNameIsType });
  }
  return found;
}
