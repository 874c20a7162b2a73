import type { SalesConfig } from './config.ts';

export type SalesKind = SalesConfig['kinds'][number];

/** What the name of a file in the drop tells. */
export type SalesName =
  | { readonly kind: 'skip'; readonly reason: string }
  | {
      readonly kind: SalesKind;
      /** ISO 4217 codes that stand in the name after the kind; none means a file with every currency. */
      readonly currencies: readonly string[];
      /** Months (`YYYY-MM`) that stand in the name as six digits. */
      readonly months: readonly string[];
    };

const currencyCodes: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)];
}

/**
 * Reads the name of a file: `label-track-for-streaming-EUR-202603.txt.gz`.
 *
 * Source: names as a distributor's help page gives them and as public importers match them.
 */
export function readSalesName(path: string): SalesName {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (/revshare/i.test(name)) return { kind: 'skip', reason: 'revenue share: aggregates with another schema' };
  if (/summary/i.test(name)) return { kind: 'skip', reason: 'summary: aggregates with another schema' };
  const match = /track-for-(streaming|breakage)(.*)$/i.exec(name);
  if (match === null) return { kind: 'skip', reason: 'not a sales report' };
  const [, kind = '', rest = ''] = match;
  // Only after the kind: a label may be called EUR.
  const words = rest.toUpperCase().split(/[^A-Z0-9]+/);
  const months = [...rest.matchAll(/(?<!\d)(20\d{2})(0[1-9]|1[0-2])(?!\d)/g)].map(
    ([, year, month]) => `${year}-${month}`,
  );
  return {
    kind: kind.toLowerCase() === 'breakage' ? 'breakage' : 'streaming',
    currencies: unique(words.filter((word) => currencyCodes.has(word))),
    months: unique(months),
  };
}
