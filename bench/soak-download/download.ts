import { readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Logger } from '../../packages/core/src/contracts/logger.ts';
import type { Decision, PolicyProfile } from '../../packages/core/src/contracts/policy.ts';
import { isLedgerlineError } from '../../packages/core/src/errors/ledgerline-error.ts';
import { createHttp } from '../../packages/core/src/http/create-http.ts';
import { createPolicyEngine } from '../../packages/core/src/policy/engine.ts';
import { mergePolicy } from '../../packages/core/src/policy/merge-policy.ts';
import { createRng } from '../../packages/core/src/random/rng.ts';
import { createSystemClock } from '../../packages/core/src/time/system-clock.ts';
import { createFaultProxy } from '../../packages/testkit/src/hostile/fault-proxy.ts';
import type { Case } from './cases.ts';
import type { Origin } from './origin.ts';
import type { Version } from './versions.ts';

/** A download that takes longer is hung. Units: ms. */
const longestMs = 30_000;

/** Quick, so that a soak is short; the limits on attempts and resumes are those of every DSP. */
const policy = mergePolicy({
  retry: { maxAttempts: 6, maxResumes: 5, baseMs: 25, maxMs: 200 },
  breaker: { openBaseMs: 20, openMaxMs: 100 },
  timeout: { attemptMs: 1_500, headersMs: 400, idleMs: 400 },
  deadlineMs: 20_000,
  minAttemptMs: 50,
});

const profile: PolicyProfile = {
  ...{ id: 'soak', version: 1, hosts: [], scopes: ['credential'], hints: [], classify: [], idempotentOps: [] },
  ...{ auth: { refreshOn: [401] }, policy: {} },
};

const quiet: Logger = { debug() {}, info() {}, warn() {}, error() {}, child: () => quiet };

/** What came of a download: one version whole, an error that says so, or a breach of promise. */
export type Outcome = 'v1' | 'v2' | 'loud' | 'mixed' | 'short' | 'long' | 'bug' | 'hung';

export interface Result {
  readonly outcome: Outcome;
  /** The code and reason of a loud failure. */
  readonly code: string | undefined;
  /** Units: bytes handed on. */
  readonly bytes: number;
  /** Requests as the origin saw them; some of the sends do not get that far. */
  readonly requests: number;
  /** Connections as the proxy saw them; after a broken-off answer, fetch opens one in advance that may carry nothing. */
  readonly connections: number;
  /** Sends as the engine decided. */
  readonly sends: number;
  readonly resumes: number;
  /** Whether nothing was sent beyond what retries and resumes allow. */
  readonly withinBudget: boolean;
  /** Staging files left behind. */
  readonly leftovers: number;
  readonly ms: number;
}

/** Downloads one case through the real room and the real engine. */
export async function download(subject: Case, origin: Origin, versions: readonly Version[]): Promise<Result> {
  const clock = createSystemClock();
  const began = clock.mono();
  const records: Decision[] = [];
  const starts: number[] = [];
  const proxy = await createFaultProxy({ upstream: origin, toxics: subject.plan.toxics });
  const engine = createPolicyEngine({
    ...{ clock, rng: createRng(subject.id), run: subject.id },
    ...{ config: { soak: policy }, profiles: { soak: profile }, sink: (record: Decision) => void records.push(record) },
  });
  const spoolFolder = await mkdtemp(join(tmpdir(), 'ledgerline-soak-'));
  const late = AbortSignal.timeout(longestMs);
  const http = createHttp({
    ...{ dsp: 'soak', account: 'label', credential: 'key', baseUrl: `http://${proxy.host}:${proxy.port}` },
    ...{ profile, engine, clock, log: quiet, spoolFolder, timeouts: policy.timeout, signal: late },
  });
  const path = origin.serve(subject, starts);
  const chunks: Uint8Array[] = [];
  const observer = { evidence() {}, claim() {}, finding() {} };
  let failure: { readonly error: unknown } | undefined;
  try {
    const body = http.download('report', { op: 'report', path });
    for await (const chunk of body.open({ signal: late, observer })) chunks.push(chunk);
  } catch (error) {
    failure = { error };
  }
  const leftovers = readdirSync(spoolFolder).length;
  await Promise.all([http.close(), engine.close(), proxy.close()]);
  await rm(spoolFolder, { recursive: true, force: true });
  const bytes = Buffer.concat(chunks);
  return {
    outcome: late.aborted ? 'hung' : outcomeOf(bytes, failure, versions),
    code: codeOf(failure?.error),
    bytes: bytes.length,
    requests: starts.length,
    connections: proxy.accepted,
    ...spending(records, starts),
    leftovers,
    ms: Math.round(clock.mono() - began),
  };
}

function outcomeOf(
  bytes: Buffer,
  failure: { readonly error: unknown } | undefined,
  versions: readonly Version[],
): Outcome {
  if (failure !== undefined) return isLedgerlineError(failure.error) ? 'loud' : 'bug';
  const same = versions.find((version) => version.bytes.equals(bytes));
  if (same !== undefined) return same.name;
  const whole = versions[0]?.bytes.length ?? 0;
  if (bytes.length === whole) return 'mixed';
  return bytes.length < whole ? 'short' : 'long';
}

function codeOf(error: unknown): string | undefined {
  if (error === undefined) return undefined;
  return isLedgerlineError(error) ? `${error.code}: ${error.details.reason}` : String(error);
}

/** Units: bytes further than ever before, after which resumes count anew. */
const progressBytes = 256 * 1024;

/** Holds what was sent against what the log allowed, and the log's own count of resumes against the bytes it saw. */
function spending(
  records: readonly Decision[],
  starts: readonly number[],
): Pick<Result, 'sends' | 'resumes' | 'withinBudget'> {
  const { maxAttempts, maxResumes } = policy.retry;
  const sends = records.filter(({ k }) => k === 'admit').length;
  const retries = records.filter(({ k, ok }) => k === 'budget' && ok === true).length;
  let resumes = 0;
  let run = 0;
  let furthest = 0;
  let honest = true;
  for (const record of records.filter(({ k }) => k === 'resume')) {
    const offset = Number(record.offset);
    run = offset >= furthest + progressBytes ? 1 : run + 1;
    furthest = Math.max(furthest, offset);
    honest &&= record.resumes === run;
    if (run <= maxResumes) resumes += 1;
  }
  const allowed = sends <= 1 + retries + resumes && retries < maxAttempts;
  return { sends, resumes, withinBudget: honest && allowed && starts.length <= sends };
}
