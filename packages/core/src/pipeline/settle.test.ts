import { expect, test } from 'vitest';
import {
  AuthError,
  CancelledError,
  NotReadyError,
  PayloadError,
  RateLimitError,
  UpstreamError,
} from '../errors/leaves.ts';
import { settle } from './settle.ts';

test.each([
  ['a report that is not published yet', new NotReadyError('later'), 'not-ready', true],
  ['a report past retention', new NotReadyError('gone', { gone: true }), 'gone', false],
  ['a closed window', new RateLimitError('defer', 'wait'), 'deferred', true],
  ['a stop on request', new CancelledError(), 'deferred', true],
  ['a truncated gzip', new PayloadError('cut', { code: 'GZIP_TRUNCATED' }), 'incomplete', false],
  ['a truncated zip', new PayloadError('cut', { code: 'ZIP_TRUNCATED' }), 'incomplete', false],
  ['a missing column', new PayloadError('no column', { code: 'COLUMN_MISSING' }), 'failed', false],
  ['a rejected credential', new AuthError('AUTH_REJECTED', 'no'), 'failed', false],
  ['a DSP that stays down', new UpstreamError('503', { disposition: 'abort' }), 'failed', false],
])('%s settles as it should read', (_what, error, verdict, keepStaging) => {
  expect(settle(error)).toMatchObject({ verdict, keepStaging, code: error.code });
});

test('the instant to come back at survives', () => {
  const error = new RateLimitError('defer', 'wait', { details: { retryAt: 1_790_000_000_000 } });
  expect(settle(error).retryAt).toBe(1_790_000_000_000);
});

test('a bug is a failure with its message, not a crash', () => {
  expect(settle(new TypeError('x is undefined'))).toMatchObject({ verdict: 'failed', code: 'INTERNAL' });
  expect(settle('text')).toMatchObject({ verdict: 'failed', message: 'Unexpected failure: text' });
});
