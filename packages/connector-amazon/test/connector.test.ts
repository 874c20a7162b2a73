import amazon, { AmazonConfig, policy } from '@ledgerline/connector-amazon';
import { Value } from 'typebox/value';
import { expect, test } from 'vitest';
import { createScene } from './scene.ts';

const drop = { kind: 's3', bucket: 'reports', region: 'eu-west-1', accessKeyId: 'a', secretAccessKey: 'b' } as const;

test('the least configuration is enough, and there is no default currency', () => {
  const filled = Value.Default(AmazonConfig, { drop });
  expect(Value.Check(AmazonConfig, filled)).toBe(true);
  expect(filled).toMatchObject({ amount: 'AMOUNT', currencies: [], prefix: '', returnFlags: ['R', 'RETURN'] });
});

test.each([
  { drop: { ...drop, kind: 'ftp' } },
  { drop: { kind: 'sftp', host: 'h', username: 'u', password: 'p' } },
  { drop: { kind: 'sftp', host: 'h', username: 'u', password: 'p', hostKeys: ['MD5:aa'] } },
  { drop: { ...drop, secretAccessKey: '' } },
  { drop, amount: 'PRICE' },
  { drop, currencies: [{ territory: 'Germany', currency: 'EUR' }] },
  { drop, currencies: [{ territory: 'DE' }] },
])('a configuration that cannot work is refused: %o', (config) => {
  expect(Value.Check(AmazonConfig, Value.Default(AmazonConfig, structuredClone(config)))).toBe(false);
});

test('a bucket is the connector’s origin and host, SFTP hosts and folders have none', () => {
  const config = Value.Parse(AmazonConfig, Value.Default(AmazonConfig, { drop }));
  expect(amazon.baseUrl?.(config)).toBe('https://reports.s3.eu-west-1.amazonaws.com');
  expect(amazon.hosts?.(config)).toEqual(['*.amazonaws.com']);
  const folder = { ...config, drop: { kind: 'directory' as const, path: '/srv' } };
  expect([amazon.hosts?.(folder), amazon.auth?.(folder)]).toEqual([[], undefined]);
});

test('places keep accounts apart and hold no secret', () => {
  const config = Value.Parse(AmazonConfig, Value.Default(AmazonConfig, { drop }));
  const sftp = {
    kind: 'sftp' as const,
    host: 'h',
    username: 'u',
    password: 'hidden',
    hostKeys: ['SHA256:x'],
    path: '/out',
  };
  expect(amazon.feeds.statements?.place?.({ ...config, prefix: 'in/' })).toBe(
    'https://reports.s3.eu-west-1.amazonaws.com/in/',
  );
  expect(amazon.feeds.statements?.place?.({ ...config, drop: sftp })).toBe('sftp://u@h:22/out/');
});

test('the policy is data', () => {
  expect(JSON.parse(JSON.stringify(policy))).toEqual(policy);
  expect(policy.policy.concurrency?.max).toBe(2);
});

test('a refused login and a refused key end the run with what to check, without hammering', async () => {
  for (const kind of ['s3', 'sftp'] as const) {
    const scene = await createScene({ kind });
    const wrong = kind === 's3' ? { secretAccessKey: 'no' } : { password: 'no' };
    const bad = await createScene({ kind, config: { drop: { ...scene.served.drop(kind), ...wrong } } });
    const [entry] = await bad.plan();
    expect(entry).toMatchObject({ status: 'failed', code: 'AUTH_REJECTED' });
    const asked =
      kind === 's3'
        ? scene.fake.bucket.requests.length
        : scene.served.sftp.state.requests.filter((line) => line === 'login password').length;
    expect(asked).toBe(1);
  }
});
