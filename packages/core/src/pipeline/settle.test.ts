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
import { settledByPlan } from './settled-by-plan.ts';

test.each([
  ['a report that is not published yet', new NotReadyError('later'), 'not-ready', true],
  ['a file that grows', new PayloadError('grew', { code: 'FILE_CHANGED', disposition: 'defer' }), 'not-ready', true],
  ['a file that is not the one shown', new PayloadError('other', { code: 'FILE_CHANGED' }), 'failed', false],
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

test.each([
  ['that is still being written waits for a later run', new NotReadyError('young'), 'not-ready'],
  [
    'that grew while it was listed waits',
    new PayloadError('', { code: 'FILE_CHANGED', disposition: 'defer' }),
    'not-ready',
  ],
  ['that nobody can read waits for a person', new PayloadError('cut', { code: 'ZIP_CORRUPT' }), 'held'],
])('a listed file %s', (_what, error, verdict) => {
  const report = { dsp: 'd', account: 'a', feed: 'f', period: 'unknown', scope: '-', object: 'a.csv', locator: null };
  expect(settledByPlan({ status: 'problem', report, error })).toMatchObject([
    { verdict, effect: 'none', code: error.code, message: error.message },
  ]);
});

test('the instant to come back at survives', () => {
  const error = new RateLimitError('defer', 'wait', { details: { retryAt: 1_790_000_000_000 } });
  expect(settle(error).retryAt).toBe(1_790_000_000_000);
});

test('a bug is a failure with its message, not a crash', () => {
  expect(settle(new TypeError('x is undefined'))).toMatchObject({ verdict: 'failed', code: 'INTERNAL' });
  expect(settle('text')).toMatchObject({ verdict: 'failed', message: 'Unexpected failure: text' });
});
