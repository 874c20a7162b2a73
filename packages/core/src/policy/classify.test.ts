import { expect, test } from 'vitest';
import type { ClassifyRule, PolicyProfile } from '../contracts/policy.ts';
import { bodyFacts } from './body-facts.ts';
import { classifyAnswer, classifyFailure } from './classify.ts';
import { transportCode } from './error-codes.ts';

const profile = (classify: readonly ClassifyRule[], refreshOn: readonly number[] = [401]): PolicyProfile => ({
  ...{ id: 'p', version: 1, hosts: [], scopes: ['credential'], hints: [], idempotentOps: [], policy: {} },
  ...{ classify, auth: { refreshOn } },
});
const verdict = (status: number, hinted = false, known?: PolicyProfile) =>
  classifyAnswer({ op: 'o', status, headers: {}, facts: {} }, known, hinted).ruling.verdict;

test.each([
  [200, 'deliver'],
  [202, 'defer'],
  [206, 'deliver'],
  [302, 'deliver'],
  [304, 'deliver'],
  [400, 'give-up'],
  [401, 'auth-refresh'],
  [403, 'give-up'],
  [404, 'give-up'],
  [408, 'retry'],
  [410, 'give-up'],
  [413, 'give-up'],
  [425, 'retry'],
  [429, 'throttle'],
  [500, 'retry'],
  [501, 'give-up'],
  [502, 'retry'],
  [503, 'throttle'],
  [504, 'retry'],
  [522, 'retry'],
])('%i is judged %s without a profile', (status, expected) => {
  expect(verdict(status)).toBe(expected);
});

test('413 with an instant is retried; 401 ends where the profile cannot refresh', () => {
  expect(verdict(413, true)).toBe('retry');
  expect(verdict(401, false, profile([], []))).toBe('give-up');
});

test('the first matching rule wins, and a body code comes before the status', () => {
  const rules: ClassifyRule[] = [
    {
      id: 'not-yet',
      when: { xml: { path: 'Error/Code', value: { equals: 210 } } },
      verdict: 'defer',
      reason: 'not-ready',
    },
    {
      id: 'busy',
      when: { json: { path: 'errors[].reason', value: { in: ['busy', 'full'] } } },
      verdict: 'throttle',
      reason: 'busy',
    },
    {
      id: 'never',
      when: { status: { range: [400, 499] }, op: { prefix: 'o' }, header: { name: 'X-Why' } },
      verdict: 'give-up',
      reason: 'config',
    },
    { id: 'late', when: { status: { equals: 404 } }, verdict: 'retry', reason: 'late' },
  ];
  const judged = (body: string, headers: Record<string, string> = {}) =>
    classifyAnswer({ op: 'o', status: 404, headers, facts: bodyFacts(body, rules) }, profile(rules), false).ruling.rule;
  expect(judged('<?xml version="1.0"?><Error><Code>210</Code><Message>Not <b>yet</b></Message></Error>')).toBe(
    'not-yet',
  );
  expect(judged('{"errors":[{"reason":"other"},{"reason":"full"}]}')).toBe('busy');
  expect(judged('', { 'x-why': 'because' })).toBe('never');
  expect(judged('{"errors":[{"reason":')).toBe('late');
});

test('a body gives up only what rules name, each value cut short', () => {
  const rules: ClassifyRule[] = [
    { id: 'a', when: { json: { path: 'error.code', value: { equals: 'x' } } }, verdict: 'retry', reason: 'r' },
  ];
  expect(bodyFacts(`{"error":{"code":"${'y'.repeat(100)}","secret":"s"}}`, rules)).toEqual({
    'json:error.code': ['y'.repeat(64)],
  });
  expect(bodyFacts('{"__proto__":{"error":{"code":"x"}}}', rules)).toEqual({});
});

test('the code of a failure is found up to five causes deep', () => {
  const coded = (code: string) => Object.assign(new Error('x'), { code });
  const nested = (depth: number, inner: Error) => {
    let error = inner;
    for (let i = 0; i < depth; i += 1) error = new TypeError('fetch failed', { cause: error });
    return error;
  };
  expect(transportCode(nested(5, coded('ECONNRESET')))).toBe('ECONNRESET');
  expect(transportCode(nested(6, coded('ECONNRESET')))).toBeUndefined();
  expect(transportCode(new TypeError('fetch failed', { cause: new AggregateError([coded('ECONNREFUSED')]) }))).toBe(
    'ECONNREFUSED',
  );
  expect(transportCode(coded('ERR_INVALID_ARG_TYPE'))).toBeUndefined();
});

test('failures are judged by their code, a profile’s rule first', () => {
  const judged = (errorCode: string, known?: PolicyProfile) => classifyFailure({ op: 'o', errorCode }, known);
  expect(judged('ENOTFOUND')).toMatchObject({ ruling: { verdict: 'retry' }, vote: 'failure' });
  expect(judged('CERT_HAS_EXPIRED')).toMatchObject({ ruling: { verdict: 'give-up' }, vote: 'none' });
  expect(judged('ERR_WHATEVER')).toMatchObject({ ruling: { verdict: 'give-up', rule: 'bug' }, vote: 'none' });
  const login: ClassifyRule = {
    id: 'login',
    when: { errorCode: { equals: 'ERR_LOGIN' } },
    verdict: 'give-up',
    reason: 'auth',
  };
  expect(judged('ERR_LOGIN', profile([login])).ruling.rule).toBe('login');
});

test('a rule may quote the DSP: its words follow the reason, cut to 200 characters, and are nowhere else', () => {
  const rules: ClassifyRule[] = [
    {
      id: 'version',
      when: { xml: { path: 'Error/Code', value: { equals: 121 } } },
      verdict: 'give-up',
      reason: 'config',
      quote: ['Error/Code', 'Error/Message', 'Error/Absent'],
    },
  ];
  const judged = (message: string, status = 400) => {
    const facts = bodyFacts(`<Error><Code>121</Code><Message>${message}</Message></Error>`, rules);
    return classifyAnswer({ op: 'o', status, headers: {}, facts }, profile(rules), false).ruling;
  };
  expect(judged('The latest version is 1_1.').reason).toBe('config: 121 The latest version is 1_1.');
  expect(judged('Also under this status.', 200).verdict).toBe('give-up');
  expect(judged('x'.repeat(500)).reason).toBe(`config: 121 ${'x'.repeat(200)}`);
});
