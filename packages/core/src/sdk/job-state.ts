import type { HttpReply, HttpRequest } from '../contracts/http.ts';
import { PayloadError } from '../errors/leaves.ts';
import { valueAt } from './list-page.ts';

/**
 * How far a job is.
 *
 * `waiting`: ask again, not before `afterMs` where the DSP says so. `ready`: here lies the document. `failed`: the DSP gave up. `lost`: the DSP
 * knows the job no longer, or lets its document go. Units: `afterMs` ms.
 */
export type JobState =
  | { readonly state: 'waiting'; readonly afterMs?: number }
  | { readonly state: 'ready'; readonly document: HttpRequest }
  | { readonly state: 'failed' }
  | { readonly state: 'lost' };

/** What the words of a DSP mean for a job, as data. */
export interface JobWords {
  /** Dotted path to the word: `status`. */
  readonly at: string;
  readonly waiting: readonly string[];
  readonly ready: readonly string[];
  readonly failed?: readonly string[];
  /** Words, besides HTTP 404 and 410, for a job that is no longer there: `expired`. */
  readonly lost?: readonly string[];
  /** Where the document of a finished job lies. */
  readonly document: (job: unknown) => HttpRequest;
}

/** A job that says what it must not say. Shape: `facts` are names, never what the DSP wrote. */
export function jobError(op: string, what: string): PayloadError {
  const next = 'Run again later; if it stays so, the DSP changed its jobs and the connector needs an update.';
  return new PayloadError(`The job "${op}" ${what}. ${next}`, {
    code: 'JOB_UNEXPECTED',
    disposition: 'abort',
    details: { op },
  });
}

/**
 * Reads the state of a job by the words that the DSP has for it.
 *
 * Errors: PayloadError `JOB_UNEXPECTED` for a word that stands in none of the lists: a new state is never guessed.
 *
 * @example
 * ```ts
 * const read = jobState({ at: 'status', waiting: ['queued'], ready: ['done'], document: ({ url }) => ({ op: 'document', url }) });
 * const http = answering({ '/jobs/1': { status: 'done', url: 'https://files.example/1' } });
 * const reply = await http.request({ op: 'job', path: '/jobs/1' });
 * assert.deepEqual(read(reply, 'job'), { state: 'ready', document: { op: 'document', url: 'https://files.example/1' } });
 * ```
 */
export function jobState(words: JobWords): (reply: HttpReply, op: string) => JobState {
  const { at, waiting, ready, failed = [], lost = [], document } = words;
  return (reply, op) => {
    if (reply.status === 404 || reply.status === 410) return { state: 'lost' };
    const job = reply.json();
    const word = valueAt(job, at);
    if (typeof word !== 'string') throw jobError(op, `has no "${at}"`);
    if (waiting.includes(word)) return { state: 'waiting' };
    if (ready.includes(word)) return { state: 'ready', document: document(job) };
    if (failed.includes(word)) return { state: 'failed' };
    if (lost.includes(word)) return { state: 'lost' };
    throw jobError(op, `has a "${at}" that the connector does not know`);
  };
}
