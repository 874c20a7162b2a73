import { fileAnswer } from '@ledgerline/fakes';
import { HttpResponse } from 'msw';
import type { BucketFault } from './bucket-faults.ts';
import type { FakeFile } from './fake-tree.ts';

const xmlType = { 'content-type': 'application/xml' };

export function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, (mark) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[mark] ?? mark);
}

export function xmlAnswer(body: string): Response {
  return new HttpResponse(`<?xml version="1.0" encoding="UTF-8"?>\n${body}`, { status: 200, headers: xmlType });
}

/** Source: Amazon S3 API reference, "Error responses". */
export function errorAnswer(
  status: number,
  code: string,
  more: { headers?: Record<string, string>; extra?: string } = {},
): Response {
  const words = `<Code>${code}</Code><Message>The request was refused.</Message>${more.extra ?? ''}`;
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${words}<RequestId>FAKE</RequestId><HostId>fake</HostId></Error>`;
  return new HttpResponse(body, { status, headers: { ...xmlType, ...more.headers } });
}

/** The answer of a fault that answers itself; undefined for those that only spoil an answer. */
export function answerOf(fault: BucketFault): Response | undefined {
  if (fault.kind === 'reset') return HttpResponse.error();
  if (fault.kind === 'error') return errorAnswer(fault.status, fault.code, { headers: fault.headers ?? {} });
  if (fault.kind !== 'moved') return undefined;
  const headers = { 'x-amz-bucket-region': fault.region };
  return errorAnswer(fault.status, fault.status === 301 ? 'PermanentRedirect' : 'TemporaryRedirect', { headers });
}

/** GetObject with ranges and conditions. Source: Amazon S3 API reference, "GetObject". */
export function objectAnswer(file: FakeFile, request: Request, faults: readonly BucketFault[]): Response {
  const etag = `"${file.etag}"`;
  const common = {
    etag,
    'last-modified': new Date(file.modifiedMs).toUTCString(),
    'accept-ranges': 'bytes',
    'content-type': 'binary/octet-stream',
  };
  const ifMatch = request.headers.get('if-match');
  if (ifMatch !== null && ifMatch !== etag) return errorAnswer(412, 'PreconditionFailed');
  if (request.headers.get('if-none-match') === etag) return new HttpResponse(null, { status: 304, headers: common });
  const ifRange = request.headers.get('if-range');
  const suffix = /^bytes=-(\d+)$/.exec(request.headers.get('range') ?? '')?.[1];
  const asked =
    suffix === undefined ? request.headers.get('range') : `bytes=${Math.max(0, file.bytes.length - Number(suffix))}-`;
  const range = /^bytes=(\d+)-(\d*)$/.exec(asked ?? '');
  const send = (bytes: Uint8Array, status: number, headers: Record<string, string>): Response =>
    fileAnswer(bytes, faults, { status, headers: { ...common, ...headers } });
  if (range === null || (ifRange !== null && ifRange !== etag)) return send(file.bytes, 200, {});
  const start = Number(range[1]);
  const last = Math.min(range[2] === '' ? Number.POSITIVE_INFINITY : Number(range[2]), file.bytes.length - 1);
  if (start > last) {
    return errorAnswer(416, 'InvalidRange', { headers: { 'content-range': `bytes */${file.bytes.length}` } });
  }
  const contentRange = `bytes ${start}-${last}/${file.bytes.length}`;
  return send(file.bytes.subarray(start, last + 1), 206, { 'content-range': contentRange });
}
