import { type HttpHandler, HttpResponse, http } from 'msw';
import type { BucketConfig } from '../config.ts';
import { answerOf, errorAnswer, objectAnswer } from './bucket-answers.ts';
import { type BucketFault, type BucketFaults, createBucketFaults } from './bucket-faults.ts';
import { listAnswer } from './bucket-list.ts';
import { createFakeTree, type FakeTree } from './fake-tree.ts';
import type { LoggedRequest } from './request-log.ts';
import { presign, type SigningKey, verifySignature } from './verify-signature.ts';

export interface FakeBucketOptions {
  /** @default 'label-reports' */
  readonly bucket?: string;
  /** @default 'eu-west-1' */
  readonly region?: string;
  readonly key?: SigningKey;
  readonly tree?: FakeTree;
  /** @default true */
  readonly pathStyle?: boolean;
  /** The fake's clock, epoch milliseconds. @default Date.now */
  readonly now?: () => number;
}

/** Everything about the fake that may be looked at or changed while it runs. */
export interface BucketState {
  /** Without it requests go to the hosts of Amazon S3. */
  endpoint: string | undefined;
  /** Where the bucket really is. */
  region: string;
  key: SigningKey;
  pageSize: number;
  emptyPages: boolean;
  /** Whether every page is the first one, whatever token is sent. */
  ignoresTokens: boolean;
  /** Units: milliseconds that the store's clock is ahead. */
  skewMs: number;
  /** Answered requests a second above which it answers SlowDown; none when undefined. */
  maxPerSecond: number | undefined;
}

/** An S3-compatible store with one bucket that is not there: handlers for msw over a tree of files. */
export interface FakeBucket {
  readonly handlers: readonly HttpHandler[];
  readonly state: BucketState;
  readonly faults: BucketFaults;
  /** Every request in order of arrival. */
  readonly requests: readonly LoggedRequest[];
  readonly tree: FakeTree;
  /** A drop config that leads here. */
  config(): BucketConfig;
  /** A pre-signed address of a key, good for so many seconds. */
  presigned(key: string, lifeSec: number): string;
}

/** The key of a request, '' for the bucket itself; undefined when it is for somebody else. */
function keyOf(url: URL, bucket: string, { endpoint }: BucketState, pathStyle: boolean): string | undefined {
  const path = url.pathname;
  const host = endpoint === undefined ? undefined : new URL(endpoint).host;
  const amazon = /^(.+\.)?s3\.[a-z0-9-]+\.amazonaws\.com$/;
  if (pathStyle) {
    if (host === undefined ? !amazon.test(url.host) : url.host !== host) return undefined;
    return path === `/${bucket}` || path.startsWith(`/${bucket}/`)
      ? decodeURIComponent(path.slice(bucket.length + 2))
      : undefined;
  }
  const here =
    host === undefined ? amazon.test(url.host) && url.host.startsWith(`${bucket}.`) : url.host === `${bucket}.${host}`;
  return here ? decodeURIComponent(path.slice(1)) : undefined;
}

/** Amazon answers for a bucket at the host of its own region alone. */
function isElsewhere(url: URL, { endpoint, region }: BucketState): boolean {
  return endpoint === undefined && !url.host.endsWith(`s3.${region}.amazonaws.com`);
}

/** Creates a fake bucket; what it serves changes with its tree. */
export function createFakeBucket(options: FakeBucketOptions = {}): FakeBucket {
  const { bucket = 'label-reports', region = 'eu-west-1', pathStyle = true, now = Date.now } = options;
  const { key = { accessKeyId: 'FAKEACCESSKEY', secretAccessKey: 'fake-secret' }, tree = createFakeTree() } = options;
  const faults = createBucketFaults();
  const requests: LoggedRequest[] = [];
  const state: BucketState = {
    endpoint: 'https://store.example.com',
    region,
    key,
    pageSize: 1000,
    emptyPages: false,
    ignoresTokens: false,
    skewMs: 0,
    maxPerSecond: undefined,
  };

  function isTooFast(atMs: number): boolean {
    const { maxPerSecond } = state;
    return (
      maxPerSecond !== undefined &&
      requests.filter(({ atMs: at, status }) => at > atMs - 1000 && status !== 503).length >= maxPerSecond
    );
  }

  function spoil(hits: readonly BucketFault[], object: string): void {
    for (const fault of hits) {
      if (fault.kind === 'swap') tree.put(object, fault.content, { modifiedMs: now() });
      if (fault.kind === 'vanish') tree.remove(object);
    }
  }

  function answer(request: Request, url: URL, object: string): Response {
    const isList = object === '' && url.searchParams.get('list-type') === '2';
    const atMs = now();
    if (isTooFast(atMs)) return errorAnswer(503, 'SlowDown');
    const hits = faults.take(
      isList ? { op: 'list', key: url.searchParams.get('prefix') ?? '' } : { op: 'get', key: object },
    );
    for (const fault of hits) {
      const own = answerOf(fault);
      if (own !== undefined) return own;
    }
    if (!['GET', 'HEAD'].includes(request.method)) return errorAnswer(405, 'MethodNotAllowed');
    if (isElsewhere(url, state)) {
      return errorAnswer(301, 'PermanentRedirect', { headers: { 'x-amz-bucket-region': state.region } });
    }
    const refusal = verifySignature(request, { key: state.key, region: state.region, nowMs: atMs + state.skewMs });
    if (refusal !== undefined) {
      const date = new Date(atMs + state.skewMs).toUTCString();
      const extra = refusal.extra === undefined ? {} : { extra: refusal.extra };
      return errorAnswer(refusal.status, refusal.code, { headers: { date }, ...extra });
    }
    if (isList) {
      const { pageSize, emptyPages } = state;
      if (hits.some(({ kind }) => kind === 'malformed-xml'))
        return new HttpResponse('<ListBucketResult><Contents>', { status: 200 });
      if (state.ignoresTokens) url.searchParams.delete('continuation-token');
      return (
        listAnswer({ bucket, tree, pageSize, emptyPages }, url.searchParams) ?? errorAnswer(400, 'InvalidArgument')
      );
    }
    spoil(hits, object);
    const file = tree.files.get(object);
    if (file === undefined) return errorAnswer(404, 'NoSuchKey', { extra: '<Key>…</Key>' });
    if (file.storageClass === 'GLACIER') return errorAnswer(403, 'InvalidObjectState');
    return objectAnswer(file, request, hits);
  }

  const handler = http.all('*', ({ request }) => {
    const url = new URL(request.url);
    const object = keyOf(url, bucket, state, pathStyle);
    if (object === undefined) return undefined; // somebody else's
    const atMs = now();
    const given = answer(request, url, object);
    // HEAD has the headers of GET, and never a body. Source: Amazon S3 API reference, "HeadObject".
    const response = request.method === 'HEAD' ? new HttpResponse(null, given) : given;
    const op = object === '' ? 'list' : 'get';
    const headers = Object.fromEntries(request.headers);
    requests.push({ atMs, op, key: object, query: url.search, headers, status: response.status });
    return response;
  });

  function config(): BucketConfig {
    const { accessKeyId, secretAccessKey, sessionToken } = state.key;
    return {
      kind: 's3',
      bucket,
      region,
      ...(state.endpoint === undefined ? {} : { endpoint: state.endpoint }),
      pathStyle,
      accessKeyId,
      secretAccessKey,
      ...(sessionToken === undefined ? {} : { sessionToken }),
    };
  }

  return {
    handlers: [handler],
    state,
    faults,
    requests,
    tree,
    config,
    presigned(object, lifeSec) {
      const path = object.split('/').map(encodeURIComponent).join('/');
      const address = `${state.endpoint ?? `https://s3.${state.region}.amazonaws.com`}/${bucket}/${path}`;
      return presign(address, { key: state.key, region: state.region, nowMs: now() + state.skewMs, lifeSec });
    },
  };
}
