import assert from 'node:assert/strict';
import type { Theme } from '../check.ts';
import { draftOf, identityOf, ingest, reportKey, sinkDocument, stage } from './sink-document.ts';
import { type SinkKit, shows } from './sink-kit.ts';

const first = sinkDocument('first');
const second = sinkDocument('second', 2);

export const sinkCommitTheme: Theme<SinkKit> = (kit) => [
  {
    id: 'commit/atomic',
    title: 'nothing is visible before a commit, everything after it, to this process and to others',
    run: () =>
      kit.inStorage(async (storage, sink) => {
        const transaction = await sink.begin(identityOf(first));
        await stage(transaction, first);
        await shows(sink);
        assert.equal(await sink.current(reportKey), undefined, 'a manifest was in force before the commit');
        const manifest = await transaction.commit(draftOf(first));
        assert.deepEqual([manifest.sequence, manifest.supersedes], [1, undefined]);
        await shows(sink, first);
        const other = await storage.open();
        await shows(other, first);
        await other.close();
      }),
  },
  {
    id: 'commit/revision',
    title:
      'a second revision supersedes the first, whose rows are no longer in force and whose manifest stays on record',
    run: () =>
      kit.inStorage(async (_, sink) => {
        const { revision } = await ingest(sink, first);
        const manifest = await ingest(sink, second);
        assert.deepEqual([manifest.sequence, manifest.supersedes], [2, revision]);
        await shows(sink, second);
        const history = await Array.fromAsync(sink.manifests({ history: true }));
        assert.deepEqual(
          history.map(({ sequence }) => sequence),
          [1, 2],
          'superseded manifests stay on record, in order',
        );
      }),
  },
  {
    id: 'commit/empty',
    title: 'a report without a row commits as what it is',
    run: () =>
      kit.inStorage(async (_, sink) => {
        const none = sinkDocument('none', 0);
        const manifest = await ingest(sink, none);
        assert.deepEqual([manifest.verdict, manifest.files, manifest.deadLetters], ['empty', [], []]);
        await shows(sink, none);
      }),
  },
  {
    id: 'commit/neighbours',
    title: 'reports whose names look alike neither touch nor hide each other, also when both are under way',
    run: () =>
      kit.inStorage(async (_, sink) => {
        const scopes = ['a/b', 'a-b', 'a_b', 'A-B', 'a%2Fb', '..', 'ä b'];
        const docs = scopes.map((scope, at) => sinkDocument(`of ${at}`, 2, { ...reportKey, scope }));
        const open = [];
        for (const doc of docs) open.push([doc, await sink.begin(identityOf(doc))] as const);
        for (const [doc, transaction] of open) await stage(transaction, doc);
        for (const [doc, transaction] of open) await transaction.commit(draftOf(doc));
        await shows(sink, ...docs);
      }),
  },
  {
    id: 'commit/letters',
    title: 'dead letters keep the text as received, and are found by their report',
    run: () =>
      kit.inStorage(async (_, sink) => {
        const other = sinkDocument('other', 3, { ...reportKey, period: '2026-04' });
        await ingest(sink, first);
        await ingest(sink, other);
        const letters = await Array.fromAsync(sink.deadLetters(other.report));
        assert.deepEqual(letters, other.letters);
      }),
  },
];
