import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/**
 * Checks signatures by arithmetic of its own, so that it can judge those of a library.
 *
 * Source: Amazon S3 API reference, "Authenticating requests: using the Authorization header", "… using query parameters", and "Error responses".
 */
export interface SigningKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

export interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly extra?: string;
}

const emptyHash = createHash('sha256').update('').digest('hex');
const maxSkewMs = 15 * 60_000;

function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** The path as the signature counts it: decoded, then encoded once. */
function canonicalPath(path: string): string {
  return path
    .split('/')
    .map((segment) => encode(decodeURIComponent(segment)))
    .join('/');
}

function canonicalQuery(url: URL): string {
  const pairs = [...url.searchParams].filter(([name]) => name !== 'X-Amz-Signature');
  const encoded = pairs.map(([name, value]) => [encode(name), encode(value)] as const);
  encoded.sort(([a, b], [c, d]) => (a < c ? -1 : a > c ? 1 : b < d ? -1 : 1));
  return encoded.map(([name, value]) => `${name}=${value}`).join('&');
}

function hmac(key: string | Uint8Array, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

interface Signed {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  readonly names: readonly string[];
  readonly stamp: string;
  readonly region: string;
  readonly payloadHash: string;
}

function signatureOf(secret: string, { method, url, headers, names, stamp, region, payloadHash }: Signed): string {
  const day = stamp.slice(0, 8);
  const scope = `${day}/${region}/s3/aws4_request`;
  const lines = names.map((name) => `${name}:${(headers.get(name) ?? '').trim().replace(/ +/g, ' ')}\n`);
  const canonical = [
    method,
    canonicalPath(url.pathname),
    canonicalQuery(url),
    lines.join(''),
    names.join(';'),
    payloadHash,
  ];
  const digest = createHash('sha256').update(canonical.join('\n')).digest('hex');
  const key = ['s3', 'aws4_request'].reduce(hmac, hmac(hmac(`AWS4${secret}`, day), region));
  return hmac(key, ['AWS4-HMAC-SHA256', stamp, scope, digest].join('\n')).toString('hex');
}

function stampMs(stamp: string): number {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(stamp) ?? [];
  return Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
}

function stampOf(ms: number): string {
  return new Date(ms).toISOString().replace(/[-:]|\.\d{3}/g, '');
}

const denied: Refusal = { status: 403, code: 'AccessDenied' };

interface Rules {
  readonly key: SigningKey;
  readonly region: string;
  readonly nowMs: number;
}

/** Judges a request; undefined when its signature is good. */
export function verifySignature(request: Request, rules: Rules): Refusal | undefined {
  const url = new URL(request.url);
  const header = request.headers.get('authorization');
  if (url.searchParams.has('X-Amz-Signature')) {
    return header === null ? verifyQuery(request.method, url, rules) : { status: 400, code: 'InvalidArgument' };
  }
  if (header === null) return denied;
  const match =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
      header,
    );
  if (match === null) return { status: 400, code: 'AuthorizationHeaderMalformed' };
  const [, id = '', day, region = '', signedNames = '', signature = ''] = match;
  const names = signedNames.split(';');
  const headers = new Headers(request.headers);
  headers.set('host', url.host);
  const stamp = headers.get('x-amz-date') ?? '';
  const payloadHash = headers.get('x-amz-content-sha256') ?? '';
  const refused = judge({ id, region, token: headers.get('x-amz-security-token') }, rules);
  if (refused !== undefined) return refused;
  if (!(Math.abs(stampMs(stamp) - rules.nowMs) <= maxSkewMs)) return { status: 403, code: 'RequestTimeTooSkewed' };
  const amazon = [...headers.keys()].filter((name) => name.startsWith('x-amz-'));
  const covered = ['host', ...amazon].every((name) => names.includes(name));
  const payloadRight = payloadHash === emptyHash || payloadHash === 'UNSIGNED-PAYLOAD';
  const signed: Signed = { method: request.method, url, headers, names, stamp, region, payloadHash };
  const right = same(signature, signatureOf(rules.key.secretAccessKey, signed));
  if (covered && payloadRight && stamp.startsWith(day ?? '-') && right) return undefined;
  return { status: 403, code: 'SignatureDoesNotMatch' };
}

function judge(
  { id, region, token }: { readonly id: string; readonly region: string; readonly token: string | null },
  { key, region: ours }: Rules,
): Refusal | undefined {
  if (id !== key.accessKeyId) return { status: 403, code: 'InvalidAccessKeyId' };
  if (region !== ours) return { status: 400, code: 'AuthorizationHeaderMalformed', extra: `<Region>${ours}</Region>` };
  if (key.sessionToken === undefined) return undefined;
  if (token === null) return { status: 403, code: 'InvalidAccessKeyId' };
  return token === key.sessionToken ? undefined : { status: 400, code: 'ExpiredToken' };
}

function same(left: string, right: string): boolean {
  return left.length === right.length && timingSafeEqual(Buffer.from(left), Buffer.from(right));
}

function verifyQuery(method: string, url: URL, rules: Rules): Refusal | undefined {
  const of = (name: string): string => url.searchParams.get(`X-Amz-${name}`) ?? '';
  const [id = '', , region = ''] = of('Credential').split('/');
  const refused = judge({ id, region, token: url.searchParams.get('X-Amz-Security-Token') }, rules);
  if (refused !== undefined) return refused;
  const stamp = of('Date');
  const lifeSec = Number(of('Expires'));
  if (!(lifeSec > 0 && lifeSec <= 604_800)) return { status: 400, code: 'AuthorizationQueryParametersError' };
  if (!(rules.nowMs <= stampMs(stamp) + lifeSec * 1000)) return denied;
  const headers = new Headers({ host: url.host });
  const names = of('SignedHeaders').split(';');
  const signed: Signed = { method, url, headers, names, stamp, region, payloadHash: 'UNSIGNED-PAYLOAD' };
  if (same(of('Signature'), signatureOf(rules.key.secretAccessKey, signed))) return undefined;
  return { status: 403, code: 'SignatureDoesNotMatch' };
}

/** A pre-signed address for a GET. Units: `lifeSec` seconds. */
export function presign(
  address: string,
  { key, region, nowMs, lifeSec }: Rules & { readonly lifeSec: number },
): string {
  const url = new URL(address);
  const stamp = stampOf(nowMs);
  const parameters = {
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': `${key.accessKeyId}/${stamp.slice(0, 8)}/${region}/s3/aws4_request`,
    'X-Amz-Date': stamp,
    'X-Amz-Expires': String(lifeSec),
    'X-Amz-SignedHeaders': 'host',
    ...(key.sessionToken === undefined ? {} : { 'X-Amz-Security-Token': key.sessionToken }),
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  const headers = new Headers({ host: url.host });
  const signed: Signed = {
    method: 'GET',
    url,
    headers,
    names: ['host'],
    stamp,
    region,
    payloadHash: 'UNSIGNED-PAYLOAD',
  };
  url.searchParams.set('X-Amz-Signature', signatureOf(key.secretAccessKey, signed));
  return url.href;
}
