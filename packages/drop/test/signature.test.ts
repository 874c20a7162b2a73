import { openDrop } from '@ledgerline/drop';
import { createFakeBucket } from '@ledgerline/drop/mock';
import { getResponse } from 'msw';
import { expect, test } from 'vitest';
import { createBucketPlace } from '../src/bucket-place.ts';
import { signatureScheme } from '../src/signature-scheme.ts';

const atMs = Date.UTC(2013, 4, 24);
const clock = { wall: () => atMs, mono: () => 0, sleepUntil: async () => {}, timer: () => ({ [Symbol.dispose]() {} }) };
const key = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' };
const place = createBucketPlace({ bucket: 'examplebucket', region: 'us-east-1', pathStyle: false });
const scheme = signatureScheme({ keys: { load: async () => key, forget: () => false }, place, clock });

// The first two are the documentation's own examples, the third was made with its arithmetic.
test.each([
  ['/test.txt', { range: 'bytes=0-9' }, 'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41'],
  ['/?max-keys=2&prefix=J', {}, '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7'],
  [
    '/?list-type=2&max-keys=2&prefix=US%2F202607%2F',
    {},
    'cfea8698ccf90dd863338fbb2d09381d2ab353fa7b902deadd712280a0392292',
  ],
])('%s is signed as the documentation shows', async (path, headers, signature) => {
  const url = new URL(`https://examplebucket.s3.amazonaws.com${path}`);
  const signed = await scheme.sign?.({ method: 'GET', url, headers });
  expect(signed?.authorization).toContain(`Signature=${signature}`);
  expect(signed).not.toHaveProperty('host');
});

test('a pre-signed address works without a header, until it expires, and never with a second signature', async () => {
  let nowMs = atMs;
  const fake = createFakeBucket({ key, now: () => nowMs });
  fake.tree.put('a b', 'content');
  const get = async (headers: Record<string, string> = {}) =>
    (await getResponse([...fake.handlers], new Request(fake.presigned('a b', 60), { headers })))?.status;
  const url = fake.presigned('a b', 60);
  expect(await get()).toBe(200);
  expect(await get({ authorization: 'AWS4-HMAC-SHA256 …'.slice(0, 16) })).toBe(400);
  nowMs += 61_000;
  expect((await getResponse([...fake.handlers], new Request(url)))?.status).toBe(403);
});

test('the fake tells wrong key, missing token, wrong region and skew apart', async () => {
  const answerTo = async (change: Partial<typeof key> & { region?: string; clockMs?: number }) => {
    const fake = createFakeBucket({ key: { ...key, sessionToken: 't' }, region: 'us-east-1', now: () => atMs });
    const keys = { load: async () => ({ ...key, sessionToken: 't', ...change }), forget: () => false };
    const at = createBucketPlace({
      bucket: 'label-reports',
      region: change.region ?? 'us-east-1',
      endpoint: 'https://store.example.com',
    });
    const signer = signatureScheme({ keys, place: at, clock: { ...clock, wall: () => change.clockMs ?? atMs } });
    const url = new URL(at.url('x'));
    const headers = { ...(await signer.sign?.({ method: 'GET', url, headers: {} })) };
    if ('accessKeyId' in change && change.accessKeyId === key.accessKeyId) delete headers['x-amz-security-token'];
    const response = await getResponse([...fake.handlers], new Request(url, { headers }));
    return /<Code>(.+?)<\/Code>/.exec((await response?.text()) ?? '')?.[1];
  };
  expect(await answerTo({})).toBe('NoSuchKey');
  expect(await answerTo({ secretAccessKey: 'other' })).toBe('SignatureDoesNotMatch');
  expect(await answerTo({ accessKeyId: 'other' })).toBe('InvalidAccessKeyId');
  expect(await answerTo({ accessKeyId: key.accessKeyId })).toBe('InvalidAccessKeyId');
  expect(await answerTo({ region: 'us-west-1' })).toBe('AuthorizationHeaderMalformed');
  expect(await answerTo({ clockMs: atMs - 16 * 60_000 })).toBe('RequestTimeTooSkewed');
});

test('a bucket needs the http of a context, and an SFTP host its run', () => {
  const fake = createFakeBucket();
  expect(() => openDrop(fake.config(), { clock })).toThrow('needs the http of a context');
});
