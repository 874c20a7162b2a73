import {
  type ByteStage,
  type ConnectorContext,
  type Decoder,
  delimited,
  gunzip,
  ndjson,
  transcode,
} from '@ledgerline/core';
import { dsr } from '@ledgerline/ddex-dsr';
import { type Drop, type DropEntry, dropPlace, openDrop, unzip } from '@ledgerline/drop';
import type { FileConfig } from './config.ts';
import type { Dialect } from './examined.ts';
import type { Footers } from './preset.ts';

export type Context = ConnectorContext<FileConfig>;

/** A file changed less than this ago may still be written. Source: an assumption of ours; a portal's download takes seconds. */
const settleMs = 5000;

/** The drop of a context; a folder waits for files to come to rest unless the operator says how long, or names the files. */
export function dropOf({ config, ...context }: Context): Drop {
  const { drop, files } = config;
  const waits = drop.kind === 'directory' && drop.minAgeMs === undefined && files === undefined;
  return openDrop(waits ? { ...drop, minAgeMs: settleMs } : drop, context);
}

/** Nothing in a drop names an account, so the place is all that keeps two accounts apart. */
export function placeOf({ drop, prefix }: FileConfig): string {
  return `${dropPlace(drop)}${prefix}`;
}

/** The files of a drop, or those that were named. */
export async function* entriesOf(drop: Drop, { files, prefix }: FileConfig): AsyncGenerator<DropEntry, void, void> {
  if (files === undefined) yield* drop.list(prefix);
  for (const { path } of files ?? []) {
    for await (const entry of drop.list(path)) {
      if (entry.path === path) yield entry;
    }
  }
}

const documentName = /\.(csv|tsv|txt|tab|ndjson|jsonl|json)$/i;

/** Unpacks gzip and zip, told by their first bytes; `seen` is told every document of an archive. */
export function unpacking(seen: (member: string) => void = () => undefined): readonly ByteStage[] {
  const take = (name: string): boolean => {
    if (!documentName.test(name)) return false;
    if (!/(^|\/)(\.|__MACOSX\/)/.test(name)) seen(name);
    return true;
  };
  return [gunzip({ when: 'magic' }), unzip({ take })];
}

/** Turns the charset into UTF-8. */
export function charsetStages({ encoding }: Pick<Dialect, 'encoding'>): readonly ByteStage[] {
  return encoding === 'utf-8' ? [] : [transcode({ charset: encoding })];
}

export interface DecoderParts {
  readonly substance?: readonly string[];
  readonly footers?: Footers;
}

export function decoderOf(dialect: Dialect, { substance, footers }: DecoderParts): Decoder {
  if (dialect.format === 'ndjson') return ndjson();
  // Source: public readers of Amazon's files undo this escaping, which is not the standard's.
  if (dialect.format === 'dsr') return dsr({ dialect: 'unescaped-tabs' });
  return delimited({
    delimiter: dialect.delimiter,
    quote: dialect.quote ? '"' : null,
    headerLine: dialect.headerLine,
    ...(substance === undefined ? {} : { skip: { whenEmpty: substance } }),
    ...(footers === undefined ? {} : { footerMarks: footers.marks, footer: footers.read }),
  });
}
