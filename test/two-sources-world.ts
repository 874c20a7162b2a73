import { mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import file from '@ledgerline/connector-file';
import { type JsonObject, type LedgerlineError, UpstreamError } from '@ledgerline/core';
import type { PipelineResult } from '@ledgerline/core/runtime';
import { BooksWorld, paper, row } from './books-world.ts';

export const report = 'made-up/a/sales/2026-03/-';

const fileHeader = 'isrc,territory,period,sale_type,units,amount,currency';

/** Amounts of a month, row by row: the same for the DSP's document and for a file. */
export type Amounts = readonly string[];

/** A made-up DSP and a folder in which files stand in for it. */
export class TwoSourcesWorld extends BooksWorld {
  constructor({
    fallback = {},
    pipeline = {},
  }: { readonly fallback?: JsonObject; readonly pipeline?: JsonObject } = {}) {
    super({
      connectors: { file },
      sink: { compress: 'none' },
      pipeline: {
        ...{ sourcesDiffer: 'hold', ...pipeline },
        fallback: {
          config: { drop: { kind: 'directory', path: './uploads', minAgeMs: 0 }, as: 'made-up/sales' },
          ...fallback,
        },
      },
    });
    mkdirSync(join(this.folder, 'uploads'));
  }

  /** Lays out what the DSP has for March. */
  api(amounts: Amounts): void {
    this.papers = [
      paper(
        '2026-03',
        amounts.map((amount) => withIsrc(row({ amount }), amount)),
      ),
    ];
  }

  /** Puts a file of March into the folder. */
  put(amounts: Amounts, name = 'sales-2026-03.csv'): void {
    const rows = amounts.map((amount) => withIsrc(`DEZZ12600001,DE,2026-03,stream,1,${amount},EUR`, amount));
    const path = join(this.folder, 'uploads', name);
    writeFileSync(path, `${[fileHeader, ...rows].join('\n')}\n`);
    // The clock of the world stands in the past of this machine.
    utimesSync(path, 1, 1);
  }

  /** Takes the files of the folder as a person does who imports them, whatever the DSP says. */
  async import(): Promise<PipelineResult> {
    const config = { drop: { kind: 'directory', path: './uploads', minAgeMs: 0 }, as: 'made-up/sales' };
    const change = { connector: 'file', feeds: ['royalties'], config, fallback: null };
    const { pipelines } = await this.with((ledgerline) => ledgerline.run({ retake: true }), change);
    return pipelines.books ?? { outcomes: [], skipped: [] };
  }

  take(name = 'sales-2026-03.csv'): void {
    rmSync(join(this.folder, 'uploads', name));
  }

  /** The listing fails for good until it is told otherwise. */
  down(error: LedgerlineError = gone()): void {
    this.listingFails = error;
  }

  up(): void {
    this.listingFails = undefined;
    this.readingFails = undefined;
  }
}

/** Rows of 6.66 name a recording that no validator lets pass. */
function withIsrc(text: string, amount: string): string {
  return amount === '6.66' ? text.replace('DEZZ12600001', 'NONSENSE') : text;
}

/** What the policy engine throws when an endpoint answers 410. */
export function gone(): LedgerlineError {
  return new UpstreamError('"list": made-up answered 410 (not there); it is not asked again in this run.', {
    disposition: 'abort',
    details: { status: 410, reason: 'not there' },
  });
}
