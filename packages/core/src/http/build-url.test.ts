import { expect, test } from 'vitest';
import { buildUrl } from './build-url.ts';
import { isListedHost, requirePermitted } from './permit-url.ts';
import { redactUrl } from './redact-url.ts';

const built = (path: string, query?: Record<string, string | number>) =>
  buildUrl('https://api.test/v1/', { op: 'x', path, ...(query === undefined ? {} : { query }) }).href;

test('paths hang below the base and keep their percent-encoding', () => {
  expect(built('/a%2Fb/c%20d')).toBe('https://api.test/v1/a%2Fb/c%20d');
  expect(built('days')).toBe('https://api.test/v1/days');
  expect(built('')).toBe('https://api.test/v1');
  expect(built('//evil.test/x')).toBe('https://api.test/v1//evil.test/x');
  expect(built('/a#b')).toBe('https://api.test/v1/a%23b');
  expect(built('/a?x=%2B&y=1', { z: 'ü+ &=' })).toBe('https://api.test/v1/a?x=%2B&y=1&z=%C3%BC%2B%20%26%3D');
});

test('a signed address passes unchanged', () => {
  const url = 'https://storage.test/b/o%20x?X-Signature=ab%2Bc%2F==&X-Date=20260305T000000Z';
  expect(buildUrl('https://api.test', { op: 'x', url }).href).toBe(url);
});

test('an unreadable address is an error that does not repeat it', () => {
  expect(() => buildUrl('https://api.test', { op: 'leaf', url: 'not a url s3cr3t' })).toThrow(/^"leaf" was given/);
  expect(() => buildUrl('nonsense', { op: 'leaf', path: '/x' })).toThrow(/base URL/);
});

test('hosts are listed exactly or by a leading wildcard, the base host always', () => {
  const permit = { base: new URL('https://api.test'), hosts: ['storage.test', '*.Cloud.test', 'mock.test:8080'] };
  const listed = (url: string) => isListedHost(new URL(url), permit);
  expect(
    [
      'https://api.test/x',
      'https://storage.test/',
      'https://storage.test:444/',
      'https://a.b.cloud.test/',
      'https://mock.test:8080/',
    ].every(listed),
  ).toBe(true);
  expect(
    [
      'https://cloud.test/',
      'https://evilcloud.test/',
      'https://x.storage.test/',
      'https://mock.test/',
      'https://api.test.evil/',
    ].some(listed),
  ).toBe(false);
});

test('unencrypted addresses, other schemes and addresses with a user name are refused', () => {
  const permit = { base: new URL('https://api.test'), hosts: [] };
  for (const url of [
    'http://api.test/x',
    'ftp://api.test/x',
    'https://me:pw@api.test/x',
    'https://else.test/?s3cr3t',
  ]) {
    expect(() => requirePermitted(new URL(url), permit, 'leaf')).toThrow(/nothing was sent there/);
    expect(() => requirePermitted(new URL(url), permit, 'leaf')).not.toThrow(/s3cr3t|pw/);
  }
  expect(() => requirePermitted(new URL('https://api.test/x'), permit, 'leaf')).not.toThrow();
});

test('a redacted URL is origin and path, whatever the path looks like', () => {
  expect(redactUrl('https://u:p@h.test:1/a/X-Sig=1/b?sig=2#t')).toBe('https://h.test:1/a/X-Sig=1/b');
  expect(redactUrl('nonsense')).toBe('(no valid URL)');
});
