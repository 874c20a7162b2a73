import type { ConnectorContext } from '../contracts/connector.ts';
import type { HttpReply, HttpRequest } from '../contracts/http.ts';
import { ConfigError, NotReadyError, UpstreamError } from '../errors/leaves.ts';
import { parseHttpDate } from '../time/http-date.ts';
import { type JobState, jobError } from './job-state.ts';
import { valueAt } from './list-page.ts';

/** Options of {@link reportJob}. Units: ms of the injected clock. */
export interface ReportJobOptions {
  /** Orders the report. Not repeated when its answer is lost, unless the policy lists its op as idempotent: {@link find} sees what came of it. */
  readonly order: HttpRequest;
  /** Dotted path to the job's id in the answer: `id`. */
  readonly id: string;
  /**
   * The id of a job for the same report that is there already, under way or finished; asked before each order.
   *
   * Without it a run that comes after one that was stopped, or after one that lost patience, orders anew.
   */
  find?(): Promise<string | undefined>;
  /** Asks how far a job is. */
  readonly poll: (id: string) => HttpRequest;
  /** Reads the answer: `jobState(…)`, or a function of its own; pure. */
  readonly read: (reply: HttpReply, op: string) => JobState;
  /** The first pause between two polls; each is half as long again as the one before. @default 2_000 */
  readonly everyMs?: number;
  /** @default 60_000 */
  readonly maxEveryMs?: number;
  /** How long one run waits for a job; after that the report is parked. @default 900_000 */
  readonly patienceMs?: number;
  /** How long a report is parked then, where the DSP does not say it. @default 900_000 */
  readonly parkMs?: number;
  /** How long a job that was just ordered may be unknown to the DSP's other servers. @default 30_000 */
  readonly graceMs?: number;
  /** Jobs tried in one run for one report: a lost one is replaced, a failed one is not. @default 3 */
  readonly maxJobs?: number;
}

export type ReportJobContext = Pick<ConnectorContext<unknown>, 'http' | 'clock' | 'log' | 'signal'>;

/**
 * Orders a report, waits until it is made, and says where it lies: what `http.download` takes in place of a request.
 *
 * Order: the first call finds or orders the job and polls it; a further one (an address lapsed) polls the same job for a fresh address.
 * The state is asked for at once and then never earlier than `everyMs` or a `Retry-After` of the answer. Nothing is held while it waits.
 * Errors: NotReadyError with `details.retryAt` when the job takes longer than `patienceMs`; UpstreamError `JOB_FAILED` when the DSP gives up,
 * `JOB_LOST` when `maxJobs` jobs vanish; PayloadError `JOB_UNEXPECTED` for an answer without id or with an unknown state;
 * CancelledError when the run is stopped; whatever `http` throws.
 *
 * @example
 * ```ts
 * const http = answering({ '/exports {"month":"2026-03"}': { id: 7 }, '/exports/7': { status: 'done', file: '/files/7' } });
 * const locate = reportJob({ ...idle, http }, {
 *   order: { op: 'order', method: 'POST', path: '/exports', body: '{"month":"2026-03"}' },
 *   id: 'id',
 *   poll: (id) => ({ op: 'poll', path: `/exports/${id}` }),
 *   read: jobState({ at: 'status', waiting: ['queued'], ready: ['done'], document: ({ file }) => ({ op: 'file', path: file }) }),
 * });
 * assert.deepEqual(await locate(), { op: 'file', path: '/files/7' });
 * ```
 */
export function reportJob(context: ReportJobContext, options: ReportJobOptions): () => Promise<HttpRequest> {
  const { maxJobs = 3, graceMs = 30_000 } = options;
  const { everyMs = 2_000, maxEveryMs = 60_000, patienceMs = 900_000, parkMs = 900_000 } = options;
  requireWhole({ maxJobs }, 1);
  requireWhole({ everyMs }, 100);
  requireWhole({ maxEveryMs }, everyMs);
  requireWhole({ parkMs }, 1_000);
  requireWhole({ patienceMs, graceMs }, 0);
  const pace = { everyMs, maxEveryMs, patienceMs, parkMs };
  const gone = new Set<string>();
  let known: string | undefined;

  async function findJob(): Promise<string | undefined> {
    const id = await options.find?.();
    return id === undefined || gone.has(id) ? undefined : id;
  }

  return async () => {
    for (let jobs = 0; jobs < maxJobs; jobs += 1) {
      known ??= await findJob();
      const isNew = known === undefined;
      known ??= idIn(await context.http.request(options.order), options);
      const document = await documentOf(known, context, options, { ...pace, graceMs: isNew ? graceMs : 0 });
      if (document !== undefined) return document;
      gone.add(known);
      known = undefined;
    }
    throw lost(options.order.op, maxJobs);
  };
}

interface Pace {
  readonly everyMs: number;
  readonly maxEveryMs: number;
  readonly patienceMs: number;
  readonly parkMs: number;
  readonly graceMs: number;
}

/** Where the document of a job lies; undefined when the job is lost. */
async function documentOf(
  id: string,
  { http, clock, log, signal }: ReportJobContext,
  { poll, read }: ReportJobOptions,
  pace: Pace,
): Promise<HttpRequest | undefined> {
  const startMono = clock.mono();
  let graceMs = pace.graceMs;
  for (let everyMs = pace.everyMs; ; everyMs = Math.min(everyMs * 1.5, pace.maxEveryMs)) {
    const request = poll(id);
    const reply = await http.request({ ...request, accept: [...(request.accept ?? []), 404, 410] });
    const found = read(reply, request.op);
    if (found.state === 'ready') return found.document;
    if (found.state === 'failed') throw failed(request.op);
    if (found.state === 'lost' && clock.mono() - startMono >= graceMs) return undefined;
    if (found.state === 'waiting') graceMs = 0;
    const askedMs = Math.max(found.state === 'waiting' ? (found.afterMs ?? 0) : 0, retryAfterMs(reply, clock.wall()));
    const waitMs = Math.ceil(Math.max(everyMs, askedMs));
    if (clock.mono() - startMono + waitMs > pace.patienceMs)
      throw notReady(request.op, clock.wall() + Math.max(askedMs, pace.parkMs));
    log.debug('job.waiting', { op: request.op, waitMs });
    await clock.sleepUntil(clock.mono() + waitMs, signal);
  }
}

function requireWhole(options: Readonly<Record<string, number>>, least: number): void {
  for (const [name, value] of Object.entries(options)) {
    if (Number.isSafeInteger(value) && value >= least) continue;
    throw new ConfigError(`${name} of a report job is ${value}; it must be a whole number of at least ${least}.`);
  }
}

function idIn(reply: HttpReply, { order, id: path }: ReportJobOptions): string {
  const id = valueAt(reply.json(), path);
  if ((typeof id === 'string' && id !== '') || typeof id === 'number') return String(id);
  throw jobError(order.op, `was ordered, but the answer has no "${path}"`);
}

/** The wait that an answer asks for. Source: RFC 9110, section 10.2.3. */
function retryAfterMs({ headers }: HttpReply, wallMs: number): number {
  const text = (headers['retry-after'] ?? '').trim();
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  return Math.max(0, (parseHttpDate(text, wallMs) ?? wallMs) - wallMs);
}

function notReady(op: string, retryAt: number): NotReadyError {
  const when = new Date(retryAt).toISOString();
  return new NotReadyError(
    `The DSP is still making the report ("${op}"); it is asked for again at the first run after ${when}.`,
    {
      details: { op, retryAt },
    },
  );
}

function failed(op: string): UpstreamError {
  const message = `The DSP could not make the report ("${op}"). Run again later; if it stays so, ask the DSP why its job fails.`;
  return new UpstreamError(message, { code: 'JOB_FAILED', details: { op } });
}

function lost(op: string, jobs: number): UpstreamError {
  const message = `The DSP lost the report it was asked for ("${op}"), ${jobs} times in this run. Run again later.`;
  return new UpstreamError(message, { code: 'JOB_LOST', details: { op, jobs } });
}
