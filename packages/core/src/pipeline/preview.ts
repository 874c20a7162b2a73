import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Audit } from '../contracts/audit.ts';
import type { ItemBatch } from '../contracts/batch.ts';
import type { JsonValue } from '../contracts/json.ts';
import type { RoyaltyLineItem } from '../contracts/line-item.ts';
import type { DeadLetter, Manifest, ManifestDraft, TotalLine } from '../contracts/manifest.ts';
import { type ReportKey, reportId } from '../contracts/report.ts';
import type { BatchTransaction, LakeRow, OpenSink } from '../contracts/sink.ts';
import type { StateStore, StateWrite } from '../contracts/state.ts';
import { ScratchRows } from '../equivalence/scratch-rows.ts';
import { createTotals, type Totals } from '../totals/totals.ts';
import { fieldsOf } from './judge.ts';
import type { Pipeline, RunTools } from './pipeline.ts';
import { type PipelineResult, runPipeline } from './run.ts';

/** What a report would bring, row by row, had it been committed. */
export interface PreviewedReport {
  readonly report: ReportKey;
  /** The first accepted rows. Order: as in the document. */
  readonly items: readonly RoyaltyLineItem[];
  /** The first rejected rows. */
  readonly letters: readonly DeadLetter[];
  /** Exact sums of all accepted rows. */
  readonly totals: readonly TotalLine[];
  /** What a commit would put on record; absent when it would not commit. */
  readonly draft?: ManifestDraft;
  /** The manifest in force that a commit would supersede. */
  readonly supersedes?: Manifest;
}

export interface PipelinePreview extends PipelineResult {
  /** Order: as they were read. */
  readonly reports: readonly PreviewedReport[];
}

export interface PreviewOptions {
  /** How many accepted rows are shown of each report; as many rejected ones. */
  readonly rows: number;
}

/**
 * Takes everything that is due all the way up to the commit, and commits nothing: no row is staged, no state is written, nobody learns.
 *
 * An outcome whose effect is `committed` says that a run would commit it.
 */
export async function previewPipeline(
  pipeline: Pipeline,
  tools: RunTools,
  signal: AbortSignal,
  { rows }: PreviewOptions,
): Promise<PipelinePreview> {
  const previews: Preview[] = [];
  const sink = previewSink(pipeline.sink, (report, current) => {
    const preview = new Preview(report, current, { rows, scratch: tools.folders.scratch });
    previews.push(preview);
    return preview;
  });
  const { fallback } = pipeline;
  const standIn = fallback && { fallback: { ...fallback, pipeline: { ...fallback.pipeline, sink } } };
  const dry = { ...tools, state: shadow(tools.state), audit: nobodyListens, dry: true };
  const result = await runPipeline({ ...pipeline, sink, ...standIn }, dry, signal);
  return { ...result, reports: previews.map((preview) => preview.facts()) };
}

const nobodyListens: Audit = {
  append: () => undefined,
  flush: async () => undefined,
  end: { records: 0, head: '' },
};

/** Reads through to the store; what is written is seen by who wrote it and by nobody else. */
function shadow(state: StateStore): StateStore {
  const written = new Map<string, Map<string, JsonValue | undefined>>();
  const changesOf = (space: string) => written.get(space) ?? new Map<string, JsonValue | undefined>();
  return {
    async get(space, key) {
      const changes = changesOf(space);
      return changes.has(key) ? changes.get(key) : state.get(space, key);
    },
    async list(space, prefix = '') {
      const changes = changesOf(space);
      const kept = (await state.list(space, prefix)).filter(({ key }) => !changes.has(key));
      const own = [...changes].flatMap(([key, value]) =>
        value !== undefined && key.startsWith(prefix) ? [{ key, value }] : [],
      );
      return [...kept, ...own].sort((left, right) => (left.key < right.key ? -1 : 1));
    },
    async write(changes: readonly StateWrite[]) {
      for (const { space, key, value } of changes) written.set(space, changesOf(space).set(key, value));
    },
    close: async () => undefined,
  };
}

/** Rows handed over at once. */
const batchRows = 4096;

class Preview {
  readonly #report: ReportKey;
  readonly #current: Manifest | undefined;
  readonly #rows: number;
  /** All rows, where they are to be compared with what another source has in force. */
  readonly #all: ScratchRows;
  readonly #items: RoyaltyLineItem[] = [];
  readonly #letters: DeadLetter[] = [];
  readonly #totals: Totals = createTotals();
  #draft: ManifestDraft | undefined;

  constructor(
    report: ReportKey,
    current: Manifest | undefined,
    { rows, scratch }: PreviewOptions & { readonly scratch: string },
  ) {
    this.#report = report;
    this.#current = current;
    this.#rows = rows;
    this.#all = new ScratchRows(join(scratch, `${randomUUID()}.rows`));
  }

  transaction(): BatchTransaction {
    return {
      write: (batch) => this.#write(batch),
      reject: (letters) => {
        this.#letters.push(...letters.slice(0, this.#rows - this.#letters.length));
      },
      checkpoint: async () => undefined,
      rows: () => this.#stagedRows(),
      suspend: async () => this.#all.close(),
      abandon: async () => this.#all.close(),
      commit: async (draft) => {
        this.#all.close();
        this.#draft = draft;
        const sequence = (this.#current?.sequence ?? 0) + 1;
        return { ...draft, manifestVersion: 1, sequence, committedAt: '', files: [], deadLetters: [] };
      },
    };
  }

  #write(batch: ItemBatch): void {
    this.#totals.add(batch);
    for (let index = 0; index < batch.length && this.#items.length < this.#rows; index++)
      if (batch.alive[index] === 1) this.#items.push(batch.item(index));
    const mine = batch.report.provenance ?? 'api';
    if (this.#current === undefined || this.#current.provenance === mine) return;
    for (let index = 0; index < batch.length; index++)
      if (batch.alive[index] === 1) this.#all.put({ line: batch.lines[index], cells: fieldsOf(batch, index) });
  }

  async *#stagedRows(): AsyncGenerator<readonly LakeRow[], void, void> {
    let batch: LakeRow[] = [];
    for (const value of this.#all.values()) {
      if (batch.push(value as LakeRow) < batchRows) continue;
      yield batch;
      batch = [];
    }
    yield batch;
  }

  facts(): PreviewedReport {
    return {
      report: this.#report,
      items: this.#items,
      letters: this.#letters,
      totals: this.#totals.lines(),
      ...(this.#draft === undefined ? {} : { draft: this.#draft }),
      ...(this.#current === undefined ? {} : { supersedes: this.#current }),
    };
  }
}

function previewSink(sink: OpenSink, open: (report: ReportKey, current: Manifest | undefined) => Preview): OpenSink {
  return {
    accepts: 'batches',
    begin: async ({ report }) => open(report, await sink.current(report)).transaction(),
    current: (key) => sink.current(key),
    manifests: (options) => sink.manifests(options),
    ...(sink.rows ? { rows: sink.rows.bind(sink) } : {}),
    files: (options) => sink.files(options),
    deadLetters: (key, options) => sink.deadLetters(key, options),
    close: async () => undefined,
  };
}

/** The preview of a report among those of a pipeline. */
export function previewOf({ reports }: PipelinePreview, key: ReportKey): PreviewedReport | undefined {
  return reports.findLast(({ report }) => reportId(report) === reportId(key));
}
