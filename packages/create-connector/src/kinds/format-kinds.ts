/** How one kind of document is written. */
export interface FormatParts {
  readonly hint: string;
  /** Ending of file names. */
  readonly ending: string;
  /** For the feeds table. */
  readonly documents: string;
  /** Helpers of core, and the stages after the download with them. */
  readonly helpers: readonly string[];
  readonly stages: string;
  /** The fake's side of it. */
  readonly format: string;
  readonly pack: 'gzipped' | 'plain';
  /** The delimiter; absent where a row is a JSON object. */
  readonly delimiter?: ',' | '\t';
}

const gunzip = "gunzip({ when: 'always' })";
const csv = { delimiter: ',', format: "{ kind: 'delimited', delimiter: ',' }" } as const;
const tsv = { delimiter: '\t', format: "{ kind: 'delimited', delimiter: '\\t' }" } as const;
const ndjson = { format: "{ kind: 'ndjson' }" } as const;
const commas = "delimited({ delimiter: ',' })";
const tabs = "delimited({ delimiter: '\\t' })";

/** Kinds of document by the name they are chosen by. */
export const formatKinds = {
  'csv.gz': {
    ...{ hint: 'CSV, gzip', ending: 'csv.gz', documents: 'gzip of CSV', pack: 'gzipped', ...csv },
    ...{ helpers: ['delimited', 'gunzip'], stages: `${gunzip}, ${commas}` },
  },
  csv: {
    ...{ hint: 'CSV', ending: 'csv', documents: 'CSV', pack: 'plain', ...csv },
    ...{ helpers: ['delimited'], stages: commas },
  },
  'tsv.gz': {
    ...{
      hint: 'tab-separated text, gzip',
      ending: 'tsv.gz',
      documents: 'gzip of tab-separated text',
      pack: 'gzipped',
      ...tsv,
    },
    ...{ helpers: ['delimited', 'gunzip'], stages: `${gunzip}, ${tabs}` },
  },
  tsv: {
    ...{ hint: 'tab-separated text', ending: 'tsv', documents: 'tab-separated text', pack: 'plain', ...tsv },
    ...{ helpers: ['delimited'], stages: tabs },
  },
  'ndjson.gz': {
    ...{
      hint: 'a JSON object a line, gzip',
      ending: 'ndjson.gz',
      documents: 'gzip of one JSON object a line',
      pack: 'gzipped',
      ...ndjson,
    },
    ...{ helpers: ['gunzip', 'ndjson'], stages: `${gunzip}, ndjson()` },
  },
  ndjson: {
    ...{
      hint: 'a JSON object a line',
      ending: 'ndjson',
      documents: 'one JSON object a line',
      pack: 'plain',
      ...ndjson,
    },
    ...{ helpers: ['ndjson'], stages: 'ndjson()' },
  },
} as const satisfies Readonly<Record<string, FormatParts>>;

export type FormatKind = keyof typeof formatKinds;
