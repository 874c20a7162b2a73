import assert from 'node:assert/strict';
import type { LetterResolution, ManifestDraft, OpenSink } from '@ledgerline/core';
import type { Theme } from '../check.ts';
import type { ItemCells } from '../rows/item-batch.ts';
import { draftOf, ingest, type SinkDocument, sinkDocument, write } from './sink-document.ts';
import { type SinkKit, shows, visible } from './sink-kit.ts';

const doc = sinkDocument('first');
const second = sinkDocument('second', 2);
const replayed: ItemCells = {
  ...{ territory: 'DE', period: '2026-03', saleType: 'stream', units: '7', amount: '0.07', currency: 'EUR' },
};
const resolution: LetterResolution = { kind: 'replayed', at: '2026-04-01T00:00:00.000Z', run: 'run-2' };

/** The document as it is once its first letter was replayed. */
const after: SinkDocument = { ...doc, batches: [...doc.batches, [replayed]], letters: doc.letters.slice(1) };

function amendedDraft(): ManifestDraft {
  return { ...draftOf(after), run: 'run-2', amendment: { kind: 'replayed', letters: 1 } };
}

/** Nothing is promised by a sink that has no amendments. */
async function amendment(sink: OpenSink, sequence: number) {
  const identity = { report: doc.report, fingerprint: 'replay', sequence };
  const opened = await sink.amend?.(identity);
  if (!opened) return undefined;
  return {
    async stage() {
      await write(opened, doc, [replayed]);
      await opened.reject(after.letters);
      await opened.resolve(doc.letters.slice(0, 1).map((letter) => ({ ...letter, resolution })));
    },
    transaction: opened,
  };
}

export const sinkAmendTheme: Theme<SinkKit> = (kit) => [
  {
    id: 'amend/atomic',
    title: 'an amendment adds rows and settles letters of the revision in force, all at once',
    run: () =>
      kit.inStorage(async (storage, sink) => {
        const { revision } = await ingest(sink, doc);
        const open = await amendment(sink, 1);
        if (!open) return;
        await open.stage();
        await shows(sink, doc);
        const manifest = await open.transaction.commit(amendedDraft());
        assert.deepEqual([manifest.sequence, manifest.revision, manifest.supersedes], [2, revision, undefined]);
        await shows(sink, after);
        const other = await storage.open();
        await shows(other, after);
        await other.close();
        const all = await Array.fromAsync(sink.deadLetters(doc.report, { resolved: true }));
        assert.deepEqual(
          all.filter((letter) => letter.resolution).map(({ id }) => id),
          doc.letters.slice(0, 1).map(({ id }) => id),
          'resolved letters stay on record',
        );
      }),
  },
  {
    id: 'amend/abandon',
    title: 'an abandoned amendment never was, nor one that was under way when its process ended',
    run: () =>
      kit.inStorage(async (storage, sink) => {
        await ingest(sink, doc);
        const before = await visible(sink);
        const open = await amendment(sink, 1);
        if (!open) return;
        await open.stage();
        await open.transaction.abandon();
        assert.deepEqual(await visible(sink), before);
        await (await amendment(sink, 1))?.stage();
        await sink.close();
        const next = await storage.open();
        assert.deepEqual(await visible(next), before);
        const again = await amendment(next, 1);
        await again?.stage();
        await again?.transaction.commit(amendedDraft());
        await shows(next, after);
        await next.close();
      }),
  },
  {
    id: 'amend/sequence',
    title: 'an amendment of a sequence that is not in force is refused',
    run: () =>
      kit.inStorage(async (_, sink) => {
        await ingest(sink, doc);
        await ingest(sink, second);
        if (!sink.amend) return;
        await assert.rejects(() => amendment(sink, 1), { code: 'SINK_BUSY' });
        await shows(sink, second);
      }),
  },
  {
    id: 'amend/superseded',
    title: 'a revision that comes after an amendment takes the place of all of it',
    run: () =>
      kit.inStorage(async (_, sink) => {
        await ingest(sink, doc);
        const open = await amendment(sink, 1);
        await open?.stage();
        await open?.transaction.commit(amendedDraft());
        await ingest(sink, second);
        await shows(sink, second);
        assert.deepEqual(
          (await Array.fromAsync(sink.deadLetters(doc.report, { resolved: true }))).map(({ id }) => id),
          second.letters.map(({ id }) => id),
          'letters of the superseded revision are told no more',
        );
      }),
  },
];
