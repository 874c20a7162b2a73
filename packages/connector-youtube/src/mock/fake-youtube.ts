import { type HttpHandler, http } from 'msw';
import { answerOf, apiError } from './answers.ts';
import { type FakeAssets, generateAssets } from './assets.ts';
import type { FakeParts, FakeYoutubeState } from './fake-state.ts';
import { createFaults, type Fault, type Faults } from './faults.ts';
import { answerOauth, refuseToken } from './oauth.ts';
import { overQuota } from './quota.ts';
import { reportTypes } from './report-catalogue.ts';
import { generateReportFile, type ReportTotals } from './report-file.ts';
import { answerApi, answerMedia } from './reporting-api.ts';
import type { LoggedRequest, Part } from './request-log.ts';
import { type FakeJob, type FakeReport, type Reissue, reportsAt } from './timeline.ts';

export interface FakeYoutubeOptions {
  /** @default 1 */
  readonly seed?: string | number;
  /** Content owners; each has all system-managed jobs. @default ['lantern-row'] */
  readonly owners?: readonly string[];
  /** The fake's clock at the start, epoch ms; it stands still unless moved. @default 2026-03-20T18:00:00Z */
  readonly nowMs?: number;
  /** A clock that the fake's goes with, instead of standing at `nowMs`; epoch ms. */
  readonly now?: () => number;
  /** Report types that jobs of the owners' own exist for from the start. @default none */
  readonly userJobs?: readonly string[];
  readonly assets?: FakeAssets;
  /** From the creation of a job to its historical reports. @default an hour */
  readonly burstDelayMs?: number;
}

/** A YouTube that is not there: handlers for msw over state that tests may look at and change. */
export interface FakeYoutube {
  readonly handlers: readonly HttpHandler[];
  readonly state: FakeYoutubeState;
  readonly faults: Faults;
  /** Every request in order of arrival. */
  readonly requests: readonly LoggedRequest[];
  readonly assets: FakeAssets;
  readonly jobs: readonly FakeJob[];
  /** What a listing of the type's job holds now, newest first. */
  reports(reportTypeId: string, owner?: string): readonly FakeReport[];
  /** What a report adds up to, with the files as they are now. */
  totals(report: FakeReport): ReportTotals;
  /** Makes a new version of the window that holds a day, now or at an instant. */
  reissue(reportTypeId: string, date: string, createdMs?: number): void;
  expireJob(reportTypeId: string, expiresMs: number): void;
  /** Moves the clock. */
  advance(ms: number): void;
  /** A connector config that leads here. */
  config(owner?: string): {
    contentOwner: string;
    clientId: string;
    clientSecret: string;
    refreshToken: string;
    baseUrl: string;
    tokenUrl: string;
    downloadHosts: string[];
  };
}

const credentials = {
  clientId: '100000000001-fake.apps.googleusercontent.com',
  clientSecret: 'fake-client-secret',
  refreshToken: '1//fake-refresh-token',
};

function partOf({ pathname }: URL): Part {
  if (pathname === '/token') return 'oauth';
  return pathname.startsWith('/v1/media/') ? 'media' : 'api';
}

async function answer(parts: FakeParts, part: Part, request: Request, faults: readonly Fault[]): Promise<Response> {
  const url = new URL(request.url);
  for (const fault of faults) {
    const response = answerOf(fault);
    if (response !== undefined) return response;
  }
  if (part === 'oauth') return answerOauth(parts, request);
  const over = overQuota(parts);
  if (over !== undefined) return over;
  if (refuseToken(parts, request)) return apiError(401, 'Request had invalid authentication credentials.');
  return part === 'media' ? answerMedia(parts, url, faults) : answerApi(parts, request, url, faults);
}

function startJobs(owners: readonly string[], userJobs: readonly string[], nowMs: number): FakeJob[] {
  const types = reportTypes.filter(({ id, systemManaged }) => systemManaged || userJobs.includes(id));
  return owners.flatMap((owner, ownerIndex) =>
    types.map((type, index) => ({
      id: `00000000-0000-4000-8${String(ownerIndex).padStart(3, '0')}-${String(index).padStart(12, 'a')}`,
      name: type.systemManaged ? type.name : 'made long ago',
      type,
      owner,
      createdMs: nowMs - 400 * 86_400_000,
      expiresMs: undefined,
    })),
  );
}

/** Creates a fake YouTube; the same options give the same reports, byte for byte. */
export function createFakeYoutube(options: FakeYoutubeOptions = {}): FakeYoutube {
  const { seed = 1, owners = ['lantern-row'], userJobs = [], burstDelayMs = 3_600_000 } = options;
  const assets = options.assets ?? generateAssets({ seed });
  const tokens = new Map<string, number>();
  const requests: LoggedRequest[] = [];
  const reissues: Reissue[] = [];
  const faults = createFaults();
  const { nowMs: startMs = Date.UTC(2026, 2, 20, 18), now = () => startMs } = options;
  let aheadMs = 0;
  const state: FakeYoutubeState = {
    origin: 'https://youtubereporting.googleapis.com',
    get nowMs() {
      return now() + aheadMs;
    },
    set nowMs(instant) {
      aheadMs = instant - now();
    },
    pageSize: 10, // the real default is not documented
    packing: 'gzip',
    files: {},
    rows: new Map(),
    deprecated: new Map(),
    purged: new Set(),
    quota: { perMinute: 60, perDay: 20_000 },
    tokenLifetimeSec: 3599,
    grantRevoked: false,
    tokensIssued: 0,
    expireTokens: () => tokens.clear(),
  };
  const jobs = startJobs(owners, userJobs, state.nowMs);
  const reportsOf = (job: FakeJob): readonly FakeReport[] =>
    reportsAt(job, { seed, burstDelayMs, reissues, nowMs: state.nowMs });
  const fileOf = ({ job, window, version }: FakeReport) => {
    const { content } = job.type;
    const rows = state.rows.get(content) ?? state.files.rows ?? 50;
    return generateReportFile({ ...state.files, content, ...window, seed, version, assets, rows });
  };
  const parts: FakeParts = {
    ...{ ...credentials, seed, assets, state, faults, jobs, reissues, requests, tokens },
    ...{ reportsOf, fileOf },
  };
  const jobOf = (reportTypeId: string, owner = owners[0]): FakeJob => {
    const job = jobs.find((candidate) => candidate.type.id === reportTypeId && candidate.owner === owner);
    if (job === undefined) throw new Error(`the fake has no job for ${reportTypeId} of ${owner}`);
    return job;
  };

  const handler = http.all('*', async ({ request }) => {
    const url = new URL(request.url);
    const token = url.pathname === '/token' && url.host === 'oauth2.googleapis.com';
    if (url.origin !== state.origin && !token) return undefined; // somebody else's
    const [part, path] = [partOf(url), url.pathname + url.search];
    const body = await request.clone().text();
    const hits = faults.take({ part, method: request.method, path });
    const response = await answer(parts, part, request, hits);
    if (hits.some(({ kind }) => kind === 'expire-tokens')) state.expireTokens();
    const { method, headers } = request;
    const { status } = response;
    requests.push({ atMs: state.nowMs, part, method, path, headers: Object.fromEntries(headers), body, status });
    return response;
  });

  return {
    handlers: [handler],
    state,
    faults,
    requests,
    assets,
    jobs,
    reports: (reportTypeId, owner) => reportsOf(jobOf(reportTypeId, owner)),
    totals: (report) => fileOf(report).totals,
    reissue(reportTypeId, date, createdMs = state.nowMs) {
      reissues.push({ jobId: jobOf(reportTypeId).id, date, createdMs });
    },
    expireJob(reportTypeId, expiresMs) {
      jobOf(reportTypeId).expiresMs = expiresMs;
    },
    advance(ms) {
      state.nowMs += ms;
    },
    config(owner = owners[0] ?? '') {
      const real = state.origin === 'https://youtubereporting.googleapis.com';
      return {
        ...credentials,
        contentOwner: owner,
        baseUrl: state.origin,
        tokenUrl: real ? 'https://oauth2.googleapis.com/token' : `${state.origin}/token`,
        downloadHosts: real ? ['youtubereporting.googleapis.com'] : [],
      };
    },
  };
}
