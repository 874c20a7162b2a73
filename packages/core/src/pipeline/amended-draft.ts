import type { Amendment, DeadLetter, Manifest, ManifestDraft, TotalLine } from '../contracts/manifest.ts';
import type { Finding } from '../contracts/validator.ts';
import { createTotals, type Totals } from '../totals/totals.ts';

/** Counts and sums of letters that stay rejected, told one by one. */
export class LettersLeft {
  readonly #byCode = new Map<string, number>();
  readonly #totals = createTotals();
  count = 0;

  add({ code, item }: DeadLetter): void {
    this.count += 1;
    this.#byCode.set(code, (this.#byCode.get(code) ?? 0) + 1);
    this.#totals.addRejected(item ?? {});
  }

  /** What the manifest says about them. */
  facts(): Pick<ManifestDraft, 'rejectedBy' | 'rejectedTotals'> {
    const rejectedBy = Object.fromEntries([...this.#byCode].sort(([left], [right]) => (left < right ? -1 : 1)));
    return { rejectedBy, rejectedTotals: this.#totals.lines() };
  }
}

/** What a manifest said, as the beginning of what the next one will say. */
export function amendedDraft(manifest: Manifest, run: string, amendment: Amendment): ManifestDraft {
  const { manifestVersion, sequence, supersedes, committedAt, files, deadLetters, resolved, ...draft } = manifest;
  return { ...draft, run, amendment };
}

/** Control totals added to each other, cell by cell. */
export function addedTotals(...parts: readonly (readonly TotalLine[])[]): readonly TotalLine[] {
  return totalsOf(parts.flat()).lines();
}

/** Control totals as they stand in a manifest, to be asked and added to. */
export function totalsOf(lines: readonly TotalLine[]): Totals {
  const sums = createTotals();
  for (const { territory, period, saleType, currency, rows, units, amount } of lines) {
    const key = [territory, period, saleType, currency].map((cell) => cell || null);
    sums.restore([[key, rows, units, amount ?? null]]);
  }
  return sums;
}

/** Findings of a document with those of rows taken up later; kinds are counted together. */
export function mergedFindings(before: readonly Finding[], later: readonly Finding[]): readonly Finding[] {
  const kinds = new Map<string, Finding>();
  for (const finding of [...before, ...later]) {
    const key = JSON.stringify([finding.code, finding.field, finding.message]);
    const known = kinds.get(key);
    kinds.set(key, known ? { ...known, count: known.count + finding.count } : finding);
  }
  return [...kinds.values()].sort((left, right) => (left.code + left.message < right.code + right.message ? -1 : 1));
}
