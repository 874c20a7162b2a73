import type { ClassifyRule, Matcher, PolicyOverride } from '@ledgerline/core';

/** The names that requests to a bucket go by. */
export const bucketOps = { list: 'list-objects', get: 'get-object' } as const;

/** The names that calls to an SFTP host go by. */
export const sftpOps = { list: 'sftp-list', read: 'sftp-read', download: 'sftp-download' } as const;

const op: Matcher = { in: [bucketOps.list, bucketOps.get] };

function code(...codes: readonly string[]): ClassifyRule['when'] {
  return { op, xml: { path: 'Error/Code', value: { in: codes } } };
}

const quote = ['Error/Code'];

/**
 * What the errors of a bucket mean, for the profile of a connector that reads a drop; they apply to a bucket's requests only.
 *
 * Source: Amazon S3 API reference, "Error responses"; the verdicts are ours.
 */
export const dropRules: readonly ClassifyRule[] = [
  { id: 's3-slow-down', when: code('SlowDown', 'ServiceUnavailable'), verdict: 'throttle', reason: 'slow-down' },
  { id: 's3-internal', when: code('InternalError', 'RequestTimeout'), verdict: 'retry', reason: 'internal-error' },
  {
    id: 's3-token-expired',
    when: code('ExpiredToken', 'InvalidToken', 'TokenRefreshRequired'),
    verdict: 'auth-refresh',
    reason: 'the session credentials expired',
  },
  {
    id: 's3-clock',
    when: code('RequestTimeTooSkewed'),
    verdict: 'auth-refresh',
    reason: 'the clocks differ by more than 15 minutes',
  },
  {
    id: 's3-region',
    when: code('AuthorizationHeaderMalformed'),
    verdict: 'auth-refresh',
    reason: 'the request was signed for another region',
  },
  { id: 's3-no-key', when: code('NoSuchKey'), verdict: 'give-up', reason: 'object-missing' },
  { id: 's3-no-bucket', when: code('NoSuchBucket'), verdict: 'give-up', reason: 'config: there is no such bucket' },
  { id: 's3-changed', when: code('PreconditionFailed'), verdict: 'give-up', reason: 'object-changed' },
  { id: 's3-archived', when: code('InvalidObjectState'), verdict: 'give-up', reason: 'object-archived' },
  {
    id: 's3-refused',
    when: code('AccessDenied', 'SignatureDoesNotMatch', 'InvalidAccessKeyId'),
    verdict: 'give-up',
    reason: 'auth: the bucket refused the access key',
    quote,
  },
];

/**
 * Limits for reading a drop. Units: ms.
 *
 * Source: assumptions of ours; Amazon S3 alone documents a rate (5,500 GETs a second and prefix, "Best practices design patterns:
 * optimizing Amazon S3 performance"), far above what two calls at once can reach. A whole file is one attempt, hence the long limit.
 */
export const dropPolicy: PolicyOverride = {
  concurrency: { max: 2 },
  timeout: { attemptMs: 1_800_000 },
  deadlineMs: 7_200_000,
};
