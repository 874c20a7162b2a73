import { HttpResponse } from 'msw';
import type { Fault } from './faults.ts';

const statuses: Readonly<Record<number, string>> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  409: 'ALREADY_EXISTS',
  429: 'RESOURCE_EXHAUSTED',
  500: 'INTERNAL',
  503: 'UNAVAILABLE',
};

type Detail = Readonly<Record<string, unknown>>;

/** An error in the form Google's APIs have now. */
export function apiError(status: number, message: string, details: readonly Detail[] = []): Response {
  const error = { code: status, message, status: statuses[status] ?? 'UNKNOWN' };
  return HttpResponse.json({ error: details.length === 0 ? error : { ...error, details } }, { status });
}

/** The older form. */
function legacyError(status: number, reason: string, message: string): Response {
  const errors = [{ message, domain: 'usageLimits', reason }];
  return HttpResponse.json({ error: { code: status, message, errors } }, { status });
}

/** A 429; both limits have one reason, the name of the limit tells them apart. Source: captured bodies. */
export function quotaError(per: 'minute' | 'day', limit: number): Response {
  const message = `Quota exceeded for quota metric 'Free requests' and limit 'Free requests per ${per}' of service 'youtubereporting.googleapis.com' for consumer 'project_number:100000000001'.`;
  const quotaLimit = per === 'minute' ? 'FreeQuotaRequestsPerMinutePerProject' : 'FreeQuotaRequestsPerDayPerProject';
  const metadata = {
    consumer: 'projects/100000000001',
    quota_limit: quotaLimit,
    quota_limit_value: String(limit),
    quota_metric: 'youtubereporting.googleapis.com/free_quota_requests',
    service: 'youtubereporting.googleapis.com',
  };
  return apiError(429, message, [{ reason: 'RATE_LIMIT_EXCEEDED', metadata }]);
}

function forbidden({ form, why }: Extract<Fault, { kind: 'forbidden' }>): Response {
  const [current, legacy] = {
    scope: ['ACCESS_TOKEN_SCOPE_INSUFFICIENT', 'insufficientPermissions'],
    'service-disabled': ['SERVICE_DISABLED', 'accessNotConfigured'],
    'daily-quota': ['RATE_LIMIT_EXCEEDED', 'quotaExceeded'],
  }[why];
  const message = 'The caller does not have permission';
  return form === 'current'
    ? apiError(403, message, [{ reason: current, domain: 'googleapis.com' }])
    : legacyError(403, legacy ?? '', message);
}

/** The answer of a fault that answers itself; `undefined` for those that only change an answer. */
export function answerOf(fault: Fault): Response | undefined {
  switch (fault.kind) {
    case 'status':
      return new HttpResponse(fault.body ?? '', { status: fault.status, headers: fault.headers ?? {} });
    case 'bad-request':
      return apiError(400, 'Request contains an invalid argument.');
    case 'unauthenticated':
      return apiError(401, 'Request had invalid authentication credentials.');
    case 'not-found':
      return apiError(404, 'Requested entity was not found.');
    case 'conflict':
      return apiError(409, 'Requested entity already exists');
    case 'forbidden':
      return forbidden(fault);
    case 'quota-minute':
      return quotaError('minute', 60);
    case 'quota-day':
      return quotaError('day', 20_000);
    case 'server-error':
      return apiError(fault.status, 'Internal error encountered.');
    case 'html-502':
      return new HttpResponse('<!DOCTYPE html><html><title>Error 502 (Server Error)!!1</title></html>', {
        status: 502,
        headers: { 'content-type': 'text/html; charset=UTF-8' },
      });
    case 'invalid-grant':
      return HttpResponse.json({ error: 'invalid_grant', error_description: 'Bad Request' }, { status: 400 });
    case 'reset':
      return HttpResponse.error();
    case 'redirect':
      return new HttpResponse(null, { status: 302, headers: { location: fault.location } });
    default:
      return undefined;
  }
}
