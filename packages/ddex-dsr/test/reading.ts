import { readFileSync } from 'node:fs';
import type { ByteStage, ClaimedTotals, Evidence, RowBatch, RowCursor, SourceEnd } from '@ledgerline/core';
import {
  type DsrDecoderOptions,
  type DsrRecord,
  type DsrReject,
  type DsrSummary,
  dsr,
  type ReadDsrOptions,
  readDsr,
} from '../src/index.ts';

export function fixture(name: string): Buffer {
  return readFileSync(new URL(`fixtures/${name}`, import.meta.url));
}

/** The bytes in chunks of the given lengths, over and over. */
export async function* chunked(bytes: string | Uint8Array, ...lengths: readonly number[]): AsyncGenerator<Uint8Array> {
  const all = Buffer.from(bytes as string);
  if (lengths.length === 0) yield all;
  else
    for (let at = 0, turn = 0; at < all.length; turn++) {
      const length = lengths[turn % lengths.length]!;
      yield all.subarray(at, at + length);
      at += length;
    }
}

export interface Read {
  readonly records: readonly DsrRecord[];
  readonly rejects: readonly DsrReject[];
  readonly summary: DsrSummary;
  readonly batches: number;
}

export async function readAll(
  source: string | Uint8Array | AsyncIterable<Uint8Array>,
  options: ReadDsrOptions = {},
): Promise<Read> {
  const stream = typeof source === 'string' || source instanceof Uint8Array ? chunked(source) : source;
  const records: DsrRecord[] = [];
  const rejects: DsrReject[] = [];
  let batches = 0;
  const reading = readDsr(stream, options);
  for (;;) {
    const next = await reading.next();
    if (next.done === true) return { records, rejects, summary: next.value, batches };
    batches++;
    records.push(...next.value.records);
    rejects.push(...next.value.rejects);
  }
}

export function codes({ issues }: DsrSummary, severity?: 'finding' | 'failure'): string[] {
  return issues.filter((issue) => severity === undefined || issue.severity === severity).map(({ code }) => code);
}

export interface Decoded {
  readonly batches: readonly RowBatch[];
  readonly rows: readonly Record<string, string | undefined>[];
  readonly claims: readonly ClaimedTotals[];
  readonly evidence: readonly Evidence[];
  readonly findings: readonly string[];
  readonly header: readonly string[];
  readonly end: SourceEnd;
}

export interface DecodeOptions extends DsrDecoderOptions {
  readonly batchRows?: number;
  readonly bound?: readonly string[];
  readonly resume?: RowCursor;
  readonly stage?: ByteStage;
}

export async function decodeAll(
  source: string | Uint8Array | AsyncIterable<Uint8Array>,
  options: DecodeOptions = {},
): Promise<Decoded> {
  const { batchRows = 100, bound = [], resume, stage, ...decoder } = options;
  const claims: ClaimedTotals[] = [];
  const evidence: Evidence[] = [];
  const findings: string[] = [];
  let header: readonly string[] = [];
  const observer = {
    claim: (totals: ClaimedTotals) => void claims.push(totals),
    evidence: (item: Evidence) => void evidence.push(item),
    finding: (code: string) => void findings.push(code),
  };
  const bind = (names: readonly string[]) => {
    header = names;
    return bound;
  };
  const context = { object: 'report.tsv', signal: new AbortController().signal, observer };
  const raw = typeof source === 'string' || source instanceof Uint8Array ? chunked(source) : source;
  const stream = stage === undefined ? raw : stage(raw, context);
  const rows = dsr(decoder).rows(stream, { ...context, batchRows, bind, ...(resume === undefined ? {} : { resume }) });
  const batches: RowBatch[] = [];
  for (;;) {
    const next = await rows.next();
    if (next.done === true) {
      const all = batches.flatMap((batch) => Array.from({ length: batch.length }, (_, at) => batch.row(at).toObject()));
      return { batches, rows: all, claims, evidence, findings, header, end: next.value };
    }
    batches.push(next.value);
  }
}
