import { fileAnswer } from '@ledgerline/fakes';
import { HttpResponse } from 'msw';
import { jsonError } from './answers.ts';
import type { FakeParts } from './fake-state.ts';
import type { Delivery, Fault } from './faults.ts';
import { signUrl } from './storage.ts';

/** Resources whose days are split by country. */
const byCountry: ReadonlySet<string> = new Set(['streams', 'sub_30_sec_streams']);
const resources: ReadonlySet<string> = new Set([...byCountry, 'tracks', 'users', 'aggregatedstreams']);

/** What is below a path of a resource: years, months, days, countries; `undefined` for a leaf or nothing. */
function below(parts: FakeParts, resource: string, path: readonly string[]): readonly string[] | undefined {
  if (path.length === 3) return byCountry.has(resource) ? parts.countries : undefined;
  const prefix = path.map((segment) => `${segment}/`).join('');
  const days = parts.days.filter((day) => day.startsWith(prefix) && !parts.state.notYet.has(`${resource}/${day}`));
  return [...new Set(days.map((day) => day.slice(prefix.length).split('/')[0] ?? ''))];
}

function isLeaf({ days, countries }: FakeParts, resource: string, path: readonly string[]): boolean {
  if (!days.includes(path.slice(0, 3).join('/'))) return false;
  if (!byCountry.has(resource)) return path.length === 3;
  return path.length === 4 && countries.includes(path[3] ?? '');
}

function deliver(parts: FakeParts, object: string, delivery: Delivery, faults: readonly Fault[]): Response {
  const binary = { 'content-type': 'application/octet-stream' };
  switch (delivery) {
    case 'direct':
      return fileAnswer(parts.data.gzip(object), faults, { headers: binary });
    case 'empty':
      return fileAnswer(new Uint8Array(0), [], { headers: binary });
    case 'url-as-text':
      return new HttpResponse(signUrl(parts, object), { status: 200, headers: { 'content-type': 'text/plain' } });
    case 'url-in-303-body':
      return new HttpResponse(signUrl(parts, object), { status: 303, headers: { 'content-type': 'text/plain' } });
    default:
      return new HttpResponse(null, { status: Number(delivery), headers: { location: signUrl(parts, object) } });
  }
}

function refuseToken({ tokens, now }: FakeParts, request: Request): Response | undefined {
  const token = /^Bearer (.+)$/.exec(request.headers.get('authorization') ?? '')?.[1];
  if (token === undefined) return jsonError(401, 'No token provided');
  const endMs = tokens.get(token);
  if (endMs === undefined) return jsonError(401, 'Invalid access token');
  return now() >= endMs ? jsonError(401, 'The access token expired') : undefined;
}

/** The Bulk API: listings of four levels and leaves. Source: public clients, 2020 to 2026. */
export function answerApi(parts: FakeParts, request: Request, url: URL, faults: readonly Fault[]): Response {
  const root = '/v1/analytics/';
  if (request.method !== 'GET' || !url.pathname.startsWith(root)) return jsonError(404, 'Service not found');
  const refused = refuseToken(parts, request);
  if (refused !== undefined) return refused;
  const segments = url.pathname
    .slice(root.length)
    .split('/')
    .filter((segment) => segment !== '')
    .map(decodeURIComponent);
  const [licensor, enhanced, resource = '', ...rest] = segments;
  if (licensor !== parts.licensor) return jsonError(404, 'Licensor not found');
  if (enhanced !== 'enhanced' || !resources.has(resource)) return jsonError(404, 'Not found');
  // Months and days come padded or not, depending on the client.
  const path = rest.map((segment, depth) => (depth < 3 ? segment.padStart(2, '0') : segment));
  const object = [resource, ...path].join('/');
  const dayObject = [resource, ...path.slice(0, 3)].join('/');
  if (parts.state.notYet.has(object) || parts.state.notYet.has(dayObject)) return jsonError(404, 'Not found');
  if (isLeaf(parts, resource, path)) {
    const fault = faults.find((candidate) => candidate.kind === 'delivery');
    return deliver(parts, object, fault?.delivery ?? parts.state.delivery, faults);
  }
  const listed = below(parts, resource, path) ?? [];
  if (listed.length === 0 && path.length > 0) return jsonError(404, 'Not found');
  return HttpResponse.json(
    listed.map((child) => ({ uri: `/${[licensor, enhanced, resource, ...path, child].join('/')}` })),
  );
}
