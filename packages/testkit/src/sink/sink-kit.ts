import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { type OpenSink, reportId } from '@ledgerline/core';
import { linesOf, type SinkDocument } from './sink-document.ts';

/** A place to keep data in, fresh for each scenario. */
export interface SinkStorage {
  /** Opens the sink over this storage; called again for the next process, also while another has it open. */
  open(): Promise<OpenSink>;
  /** Removes the storage. */
  close?(): void | Promise<void>;
}

export interface SinkUnderTest {
  readonly name: string;
  storage(): SinkStorage | Promise<SinkStorage>;
}

/** Everything a reader can see of a sink, in an order of its own. */
export interface Visible {
  readonly reports: readonly string[];
  /** Lines of every committed file by partition, sorted; empty for sinks whose files are no lines. */
  readonly lines: readonly string[];
  readonly letters: readonly string[];
}

/** A sink, its storage, and what is visible in it. */
export class SinkKit {
  readonly name: string;
  readonly #underTest: SinkUnderTest;

  constructor(underTest: SinkUnderTest) {
    this.name = underTest.name;
    this.#underTest = underTest;
  }

  async inStorage(scenario: (storage: SinkStorage, sink: OpenSink) => Promise<void>): Promise<void> {
    const storage = await this.#underTest.storage();
    const sink = await storage.open();
    try {
      await scenario(storage, sink);
    } finally {
      await sink.close();
      await storage.close?.();
    }
  }
}

/** Reads everything a reader can see; checks sizes and hashes on the way. */
export async function visible(sink: OpenSink): Promise<Visible> {
  const lines: string[] = [];
  for await (const { path, absolutePath, bytes, sha256, rows, partition } of sink.files()) {
    const content = readFileSync(absolutePath);
    assert.equal(content.length, bytes, `${path} is not as long as its manifest says`);
    assert.equal(createHash('sha256').update(content).digest('hex'), sha256, `${path} holds other bytes`);
    if (sink.accepts !== 'bytes') continue;
    const plain = (content[0] === 0x1f && content[1] === 0x8b ? gunzipSync(content) : content).toString('utf8');
    const found = plain.split('\n').slice(0, -1);
    assert.equal(found.length, rows, `${path} does not have as many rows as its manifest says`);
    lines.push(...found.map((line) => `${partition?.territory ?? '-'} ${line}`));
  }
  const reports = (await Array.fromAsync(sink.manifests())).map((manifest) => reportId(manifest.report));
  const letters = (await Array.fromAsync(sink.deadLetters())).map(({ id, raw, code }) =>
    JSON.stringify([id, code, raw]),
  );
  return { reports, lines: lines.sort(), letters: letters.sort() };
}

/** What a reader must see once these documents are committed, and nothing else. */
export function expected(sink: OpenSink, ...docs: readonly SinkDocument[]): Visible {
  const rows = sink.accepts === 'bytes' ? docs.flatMap(({ batches }) => linesOf(batches.flat())) : [];
  return {
    reports: docs.map(({ report }) => reportId(report)).sort(),
    lines: rows.map(({ partition, line }) => `${partition.territory} ${line.trimEnd()}`).sort(),
    letters: docs.flatMap(({ letters }) => letters.map(({ id, code, raw }) => JSON.stringify([id, code, raw]))).sort(),
  };
}

/** Compares what is visible with what these documents are. */
export async function shows(sink: OpenSink, ...docs: readonly SinkDocument[]): Promise<void> {
  const { reports, ...rest } = await visible(sink);
  assert.deepEqual({ reports: [...reports].sort(), ...rest }, expected(sink, ...docs));
}
