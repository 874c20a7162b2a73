import { readFileSync } from 'node:fs';
import { type Expected, scaled } from './world.ts';

/** Adds up the files of a lake with nothing of Ledgerline: lines, JSON, whole numbers. */
export function countLake(files: readonly string[]): Pick<Expected, 'rows' | 'units' | 'amounts'> {
  const counted = { rows: 0, units: 0n, amounts: new Map<string, bigint>() };
  for (const file of files) {
    for (const line of readFileSync(file, 'utf8').split('\n')) {
      if (line === '') continue;
      const item: { units: string; amount?: string; currency?: string } = JSON.parse(line);
      counted.rows += 1;
      counted.units += BigInt(item.units);
      if (item.amount !== undefined && item.currency !== undefined)
        counted.amounts.set(item.currency, (counted.amounts.get(item.currency) ?? 0n) + scaled(item.amount));
    }
  }
  return counted;
}

/** What differs between what must be there and what is; empty when nothing does. */
export function differences(
  expected: Expected,
  counted: ReturnType<typeof countLake>,
  deadLetters: readonly string[],
): string[] {
  const found: string[] = [];
  const compare = (what: string, wanted: unknown, got: unknown): void => {
    if (wanted !== got) found.push(`${what}: expected ${wanted}, found ${got}`);
  };
  compare('rows', expected.rows, counted.rows);
  compare('units', expected.units, counted.units);
  for (const currency of new Set([...expected.amounts.keys(), ...counted.amounts.keys()]))
    compare(`amount in ${currency} (10⁻¹²)`, expected.amounts.get(currency), counted.amounts.get(currency));
  compare('dead letters', [...expected.planted].sort().join('\n'), [...deadLetters].sort().join('\n'));
  return found;
}
