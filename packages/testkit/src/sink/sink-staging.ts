import assert from 'node:assert/strict';
import type { SyncIdentity } from '@ledgerline/core';
import type { Check, Theme } from '../check.ts';
import { draftOf, identityOf, ingest, reject, sinkDocument, stage, write } from './sink-document.ts';
import { type SinkKit, shows } from './sink-kit.ts';

const doc = sinkDocument('first');

/** Staging of another identity must not be continued. */
function discarded(kit: SinkKit, what: string, change: Partial<SyncIdentity>): Check {
  return {
    id: `staging/${what}`,
    title: `staging of another ${what} is not gone on with`,
    run: () =>
      kit.inStorage(async (_, sink) => {
        const transaction = await sink.begin(identityOf(doc));
        await stage(transaction, doc, 0, 2);
        await transaction.suspend();
        const other = await sink.begin(identityOf(doc, change));
        assert.equal(other.resumed, undefined);
        await stage(other, doc);
        await other.commit(draftOf(doc));
        await shows(sink, doc);
      }),
  };
}

export const sinkStagingTheme: Theme<SinkKit> = (kit) => [
  {
    id: 'staging/resume',
    title: 'a suspended sync goes on at its last checkpoint, and what came after it is forgotten',
    run: async () => {
      for (let done = 0; done <= doc.batches.length; done += 1) {
        await kit.inStorage(async (storage, sink) => {
          const transaction = await sink.begin(identityOf(doc));
          await stage(transaction, doc, 0, done);
          await write(transaction, doc, doc.batches[0] ?? []);
          await reject(transaction, doc.letters.slice(0, 1));
          await transaction.suspend();
          await sink.close();
          const next = await storage.open();
          const again = await next.begin(identityOf(doc));
          assert.deepEqual(again.resumed, done === 0 ? undefined : { next: done }, 'the state of the last checkpoint');
          await stage(again, doc, done);
          await again.commit(draftOf(doc));
          await shows(next, doc);
          await next.close();
        });
      }
    },
  },
  discarded(kit, 'tag', { tag: 'other' }),
  discarded(kit, 'fingerprint', { fingerprint: 'mapping-2' }),
  {
    id: 'staging/abandon',
    title: 'an abandoned sync leaves nothing to see and nothing to go on with',
    run: () =>
      kit.inStorage(async (_, sink) => {
        const transaction = await sink.begin(identityOf(doc));
        await stage(transaction, doc);
        await transaction.abandon();
        await shows(sink);
        const again = await sink.begin(identityOf(doc));
        assert.equal(again.resumed, undefined);
        await again.abandon();
      }),
  },
  {
    id: 'staging/close',
    title: 'closing the sink suspends what is under way, and keeps what is committed',
    run: () =>
      kit.inStorage(async (storage, sink) => {
        const other = sinkDocument('other', 2, { ...doc.report, period: '2026-04' });
        await ingest(sink, other);
        await stage(await sink.begin(identityOf(doc)), doc, 0, 3);
        await sink.close();
        const next = await storage.open();
        await shows(next, other);
        const again = await next.begin(identityOf(doc));
        assert.deepEqual(again.resumed, { next: 3 });
        await again.suspend();
        await next.close();
      }),
  },
];
