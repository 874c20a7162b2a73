import { HttpResponse } from 'msw';
import type { Fault } from './faults.ts';

/** A JSON error in the shape of the Web API; that of the Bulk API is not known. */
export function jsonError(
  status: number,
  message: string,
  more: { reason?: string; retryAfter?: string } = {},
): Response {
  const { reason, retryAfter } = more;
  return HttpResponse.json(
    { error: { status, message, ...(reason === undefined ? {} : { reason }) } },
    { status, headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter } },
  );
}

/** An error as object storage writes it. */
export function xmlError(status: number, code: string): Response {
  const body = `<?xml version='1.0' encoding='UTF-8'?><Error><Code>${code}</Code><Message>The request was refused.</Message></Error>`;
  return new HttpResponse(body, { status, headers: { 'content-type': 'application/xml; charset=UTF-8' } });
}

/** The answer of a fault that answers itself; `undefined` for those that only spoil an answer. */
export function answerOf(fault: Fault, selfUrl: string): Response | undefined {
  switch (fault.kind) {
    case 'status':
      return new HttpResponse(fault.body ?? '', { status: fault.status, headers: fault.headers ?? {} });
    case 'token-expired':
      return jsonError(401, 'The access token expired');
    case 'not-yet':
      return jsonError(404, 'Not found');
    case 'throttle':
      return jsonError(
        429,
        'Too many requests',
        fault.retryAfter === undefined ? {} : { retryAfter: fault.retryAfter },
      );
    case 'quota':
      return jsonError(429, 'Too many requests', { reason: 'QUOTA_EXCEEDED' });
    case 'redirect-loop':
      return new HttpResponse(null, { status: 303, headers: { location: selfUrl } });
    case 'signature-expired':
      return xmlError(fault.status ?? 400, 'ExpiredToken');
    case 'reset':
      return HttpResponse.error();
    default:
      return undefined;
  }
}
