import type { BytesAmendment, DeadLetter, LetterResolution, ManifestDraft } from '@ledgerline/core';
import { type Document, draftOf, key, type Lake, letter, partition } from './world.ts';

export async function openAmendment(lake: Lake, sequence: number): Promise<BytesAmendment> {
  if (!lake.amend) throw new Error('the lake amends');
  return lake.amend({ report: key, sequence, fingerprint: 'replay-1' });
}

const resolution = (kind: LetterResolution['kind']): LetterResolution => ({
  kind,
  at: '2026-04-02T00:00:00.000Z',
  run: 'run-2',
});

function draft(doc: Document, replayed: number, left: readonly DeadLetter[]): ManifestDraft {
  const before = draftOf(doc, 'run-2');
  const counts = { ...before.counts, accepted: before.counts.accepted + replayed, rejected: left.length };
  return { ...before, counts, rejectedBy: { BAD: left.length }, amendment: { kind: 'replayed', letters: replayed } };
}

/** Adds a row in two partitions, one of them new, for the first of the two letters of a document; the other stays. */
export async function replayFirst(lake: Lake, doc: Document): Promise<void> {
  const amendment = await openAmendment(lake, 1);
  const [resolved, ...left] = doc.letters;
  for (const territory of ['DE', 'NA'])
    await amendment.append(partition(territory), new TextEncoder().encode(`{"line":3,"of":"${territory}"}\n`), 1);
  await amendment.reject(left);
  await amendment.resolve([{ ...(resolved ?? letter(0)), resolution: resolution('replayed') }]);
  await amendment.commit(draft(doc, 2, left));
}

/** Settles the letter that is left. */
export async function discardRest(lake: Lake, doc: Document): Promise<void> {
  const amendment = await openAmendment(lake, 2);
  const left = doc.letters.slice(1).map((open) => ({ ...open, resolution: resolution('discarded') }));
  await amendment.reject(left);
  await amendment.commit(draft(doc, 2, left));
}
