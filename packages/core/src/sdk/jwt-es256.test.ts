import { createPrivateKey, createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { expect, test } from 'vitest';
import type { AuthContext } from '../contracts/http.ts';
import { type JwtEs256Options, jwtEs256 } from './jwt-es256.ts';

/** The key and the token of RFC 7515, appendix A.3: published for tests, and nobody's. */
const published = {
  key: {
    kty: 'EC',
    crv: 'P-256',
    x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
    y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
    d: 'jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI',
  },
  token:
    'eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q',
};
const privateKey = createPrivateKey({ key: published.key, format: 'jwk' });
const publicKey = createPublicKey(privateKey);
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

const options: JwtEs256Options = {
  privateKey: pem,
  keyId: '2X9R4HXF34',
  issuer: '57246542-96fe-1a63-e053-0824d011072a',
  audience: 'appstoreconnect-v1',
};

function contextAt(state: { nowMs: number }): AuthContext {
  return { wallMs: () => state.nowMs, request: () => Promise.reject(new Error('a signed token needs no request')) };
}

function holds(token: string): boolean {
  const [header, claims, signature = ''] = token.split('.');
  const signed = Buffer.from(signature, 'base64url');
  return verify('sha256', Buffer.from(`${header}.${claims}`), { key: publicKey, dsaEncoding: 'ieee-p1363' }, signed);
}

const parts = (token: string) =>
  token
    .split('.')
    .slice(0, 2)
    .map((text): unknown => JSON.parse(Buffer.from(text, 'base64url').toString()));

async function tokenOf(given: Partial<JwtEs256Options> = {}, nowMs = 1_800_000_000_700): Promise<string> {
  const { authorization = '' } = await jwtEs256({ ...options, ...given }).headers(contextAt({ nowMs }));
  return authorization.replace(/^Bearer /, '');
}

test('a token is verified by the means that verify the published one, and no longer when a letter of it changes', async () => {
  expect(holds(published.token)).toBe(true);
  const token = await tokenOf();
  expect(holds(token)).toBe(true);
  expect(Buffer.from(token.split('.')[2] ?? '', 'base64url')).toHaveLength(64);
  const [header = '', claims = '', signature = ''] = token.split('.');
  expect(holds(`${header}.${claims.slice(0, -1)}${claims.endsWith('A') ? 'B' : 'A'}.${signature}`)).toBe(false);
});

test('header and claims say who, to whom and how long, by the injected clock in whole seconds', async () => {
  expect(parts(await tokenOf())).toEqual([
    { alg: 'ES256', kid: '2X9R4HXF34', typ: 'JWT' },
    { iss: options.issuer, iat: 1_800_000_000, exp: 1_800_000_900, aud: 'appstoreconnect-v1' },
  ]);
  const { issuer: _, ...personal } = options;
  const scheme = jwtEs256({ ...personal, subject: 'user', lifeMs: 1_200_000 });
  const { authorization = '' } = await scheme.headers(contextAt({ nowMs: 0 }));
  expect(parts(authorization.slice(7))[1]).toEqual({ iat: 0, exp: 1200, aud: 'appstoreconnect-v1', sub: 'user' });
});

test('a token serves all until a minute before its end, or until it is refused', async () => {
  const state = { nowMs: 0 };
  const scheme = jwtEs256(options);
  const ask = async () => (await scheme.headers(contextAt(state))).authorization;
  const [first, same] = await Promise.all([ask(), ask()]);
  expect(same).toBe(first);
  state.nowMs = 839_999;
  expect(await ask()).toBe(first);
  state.nowMs = 840_000;
  const second = await ask();
  expect(second).not.toBe(first);
  expect(scheme.renew?.({ authorization: first ?? '' })).toBe(true);
  expect(await ask()).toBe(second);
  expect(scheme.renew?.({ authorization: second ?? '' })).toBe(true);
  expect(await ask()).not.toBe(second);
});

test('a key is read with its lines, with "\\n" in their place, and with blanks around it', async () => {
  for (const text of [pem, pem.trim().replaceAll('\n', '\\n'), `  \n${pem}\n\n`, pem.replaceAll('\n', '\r\n')]) {
    expect(holds(await tokenOf({ privateKey: text }))).toBe(true);
  }
});

const pkcs8 = { type: 'pkcs8', format: 'pem' } as const;
const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' });
const ed25519 = generateKeyPairSync('ed25519');

test.each<[string, string, string]>([
  ['no PEM', pem.split('\n')[1] ?? '', 'is no PEM'],
  ['an empty text', '', 'is no PEM'],
  ['a path', './AuthKey_2X9R4HXF34.p8', 'is no PEM'],
  [
    'an encrypted key',
    privateKey.export({ ...pkcs8, cipher: 'aes-256-cbc', passphrase: 'p' }).toString(),
    'is encrypted',
  ],
  ['a public key', publicKey.export({ type: 'spki', format: 'pem' }).toString(), 'it is a public key'],
  ['a key in SEC 1 form', privateKey.export({ type: 'sec1', format: 'pem' }).toString(), 'SEC 1'],
  ['a key of another kind', pem.replaceAll('PRIVATE KEY', 'OPENSSH PRIVATE KEY'), 'openssh private key'],
  ['a key that is cut off', pem.slice(0, 120), 'its last line is missing'],
  ['a damaged key', pem.replace(/[A-Za-z0-9]{20}\n/, '\n'), 'is damaged'],
  ['a key on another curve', p384.privateKey.export(pkcs8).toString(), 'secp384r1; ES256 needs P-256'],
  ['a key of another type', ed25519.privateKey.export(pkcs8).toString(), 'is of type ed25519'],
])('%s is refused when the scheme is made, without showing it', (_, text, what) => {
  let failure: unknown;
  try {
    jwtEs256({ ...options, privateKey: text });
  } catch (error) {
    failure = error;
  }
  expect(failure).toMatchObject({ code: 'CONFIG_INVALID', message: expect.stringContaining(what) });
  const shown = JSON.stringify([String(failure), failure]);
  for (const line of text.split('\n').filter((one) => one.length > 8 && !one.startsWith('-----'))) {
    expect(shown).not.toContain(line.slice(0, 12));
  }
});

test.each([0, -1, 1.5, Number.NaN])('a life of %s ms is refused', (lifeMs) => {
  expect(() => jwtEs256({ ...options, lifeMs })).toThrow('The life of a signed token');
});
