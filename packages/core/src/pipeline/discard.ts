import type { DeadLetter, LetterResolution, Manifest } from '../contracts/manifest.ts';
import { reportId } from '../contracts/report.ts';
import type { OpenSink } from '../contracts/sink.ts';
import { amendedDraft } from './amended-draft.ts';
import type { RunTools } from './pipeline.ts';
import { openAmendment } from './writer.ts';

/** Letters handed over at once. */
const lettersAtOnce = 1024;

export interface DiscardRequest {
  readonly sink: OpenSink;
  readonly manifest: Manifest;
  readonly ids: ReadonlySet<string>;
  readonly by: string;
  readonly why: string;
  readonly tools: Pick<RunTools, 'run' | 'clock' | 'audit'>;
}

/** Settles open letters of one report for good; their rows stay rejected and on record. Gives the ids that were settled now. */
export async function discardLetters({
  sink,
  manifest,
  ids,
  by,
  why,
  tools,
}: DiscardRequest): Promise<readonly string[]> {
  const { run, clock, audit } = tools;
  const { report, sequence } = manifest;
  const identity = { report, sequence, fingerprint: `discard ${run}` };
  const amendment = await openAmendment(sink, identity, { ...report, object: manifest.object, locator: null });
  if (!amendment) return [];
  const { transaction } = amendment;
  const at = new Date(clock.wall()).toISOString();
  const resolution: LetterResolution = { kind: 'discarded', at, run, by, why };
  const discarded: string[] = [];
  try {
    let letters: DeadLetter[] = [];
    for await (const letter of sink.deadLetters(report)) {
      const chosen = letter.resolution === undefined && ids.has(letter.id);
      if (chosen) discarded.push(letter.id);
      letters.push(chosen ? { ...letter, resolution } : letter);
      if (letters.length < lettersAtOnce) continue;
      await transaction.reject(letters);
      letters = [];
    }
    if (letters.length > 0) await transaction.reject(letters);
    if (discarded.length === 0) {
      await transaction.abandon();
      return discarded;
    }
    audit.append('letters.discarded', { report: reportId(report), letters: discarded, by, why });
    await audit.flush();
    const draft = amendedDraft(manifest, run, { kind: 'discarded', letters: discarded.length, by, why });
    const { sequence: next } = await transaction.commit({ ...draft, audit: audit.end });
    audit.append('letters.committed', { report: reportId(report), sequence: next });
    return discarded;
  } catch (error) {
    await transaction.abandon();
    throw error;
  }
}
