import {
  type Decoder,
  delimited,
  formatPeriod,
  type Listed,
  ndjson,
  PayloadError,
  parsePeriod,
  valueAt,
} from '@ledgerline/core';
import type { Listing } from './client.ts';
import type { HttpSourceConfig } from './config.ts';

const endings = { csv: 'csv', tsv: 'tsv', ndjson: 'ndjson' } as const;

/** How the documents of a source are decoded. */
export function decoderOf(document: HttpSourceConfig['document']): Decoder {
  if (document.format === 'ndjson') return ndjson();
  return delimited({ delimiter: delimiterOf(document), headerLine: document.headerLine });
}

/** What stands between the cells of delimited text. */
export function delimiterOf({ format, delimiter }: HttpSourceConfig['document']): string {
  return delimiter ?? (format === 'tsv' ? '\t' : ',');
}

/** What a document is called, for people. */
export function objectOf({ feed, document }: HttpSourceConfig, period: string, scope?: string): string {
  const ending = `${endings[document.format]}${document.gzip ? '.gz' : ''}`;
  return [feed, period, ...(scope === undefined ? [] : [scope])].join('-').concat(`.${ending}`);
}

function textAt(entry: unknown, path: string): string | undefined {
  const value = valueAt(entry, path);
  if (typeof value === 'string' && value !== '') return value;
  return typeof value === 'number' ? String(value) : undefined;
}

function unexpected(what: string): PayloadError {
  const message = `An entry of the listing has no ${what}; correct the path in \`listing.report\`, or the DSP changed its listing.`;
  return new PayloadError(message, { code: 'LISTING_UNEXPECTED', disposition: 'abort', details: { path: what } });
}

/** An entry of the listing as a report. Errors: PayloadError `LISTING_UNEXPECTED` when what the configuration names is not there. */
export function reportOf(config: HttpSourceConfig, { report }: Listing, entry: unknown): Listed {
  const needed = (path: string): string => {
    const text = textAt(entry, path);
    if (text === undefined) throw unexpected(path);
    return text;
  };
  const id = needed(report.id);
  const said = needed(report.period);
  const parsed = parsePeriod(said);
  if (parsed === undefined) throw unexpected(`${report.period} that is a period`);
  const period = formatPeriod(parsed);
  const scope = report.scope === undefined ? undefined : needed(report.scope);
  const tag = report.tag === undefined ? undefined : needed(report.tag);
  const rows = report.rows === undefined ? undefined : needed(report.rows);
  return {
    ...{ kind: 'report', period, locator: id, object: objectOf(config, period, scope) },
    ...(scope === undefined ? {} : { scope }),
    ...(tag === undefined ? {} : { tag }),
    ...(rows === undefined ? {} : { expected: { where: 'the listing', rows } }),
  };
}
