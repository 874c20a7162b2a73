import { decode, type JsonValue, PayloadError, type Report, type RowSource } from '@ledgerline/core';
import { type Context, charsetStages, decoderOf, dropOf, unpacking } from './client.ts';
import { substanceOf } from './examine.ts';
import type { Dialect, Marks } from './examined.ts';
import type { Footers, Preset } from './preset.ts';
import { headersOf, idHeaders } from './records.ts';
import { totalFooters } from './total-rows.ts';

/** What a listing keeps of a file, as `listFiles` writes it. */
export interface FileLocator {
  readonly path: string;
  readonly size: number;
  readonly tag: string;
  readonly dialect: Dialect;
  readonly header: readonly string[];
  readonly currencies: readonly string[];
  readonly preamble: readonly (readonly string[])[];
}

export function readLocator(locator: JsonValue): FileLocator {
  if (typeof locator === 'object' && locator !== null && 'dialect' in locator && 'path' in locator)
    return JSON.parse(JSON.stringify(locator)) as FileLocator;
  throw new PayloadError('The report was listed by another version of this connector; list again.', {
    code: 'LOCATOR_UNKNOWN',
  });
}

/** Marks of a document, from the facts that its manifest keeps. */
export function marksOf({ facts = {} }: Pick<Report, 'facts'>): Marks {
  const { decimal, thousands = '', dates = '' } = facts;
  return { decimal: decimal === ',' ? ',' : '.', thousands, dates };
}

/** A listed file as rows: unpacked, in UTF-8, footers set aside. */
export function readFile(context: Context, report: Report, preset: Preset): RowSource {
  const locator = readLocator(report.locator);
  const { path, size, tag, dialect } = locator;
  const decoder = decoderOf(dialect, {
    ...substanceOf(preset),
    ...(dialect.format === 'delimited' ? { footers: footersOf(preset, locator, report) } : {}),
  });
  const body = dropOf(context).body(path, { size, tag });
  const rows = decode(body, ...unpacking(), ...charsetStages(dialect), decoder);
  return preset.derive?.(rows, report) ?? rows;
}

function footersOf(preset: Preset, { header, dialect, currencies, preamble }: FileLocator, report: Report): Footers {
  if (preset.footers) return preset.footers({ preamble, currencies });
  const { units, amount } = preset.columns;
  const columns = { units: headersOf(units), amount: headersOf(amount), ids: idHeaders(preset) };
  return totalFooters(header, dialect.delimiter, columns, { currencies }, marksOf(report));
}
