import { createPrivateKey, type KeyObject, sign } from 'node:crypto';
import type { AuthScheme } from '../contracts/http.ts';
import { ConfigError } from '../errors/leaves.ts';
import { tokenScheme } from './access-token.ts';

/** Options of {@link jwtEs256}. Units: `lifeMs` and `marginMs` ms. */
export interface JwtEs256Options {
  /** The private key, PEM in PKCS#8 form (`-----BEGIN PRIVATE KEY-----`, the content of a `.p8` file). From a `Secret`; never shown. */
  readonly privateKey: string;
  /** Which key it is, as the DSP names it; goes into the header. */
  readonly keyId: string;
  /** `iss`: who signs. Left out when absent, as for keys that belong to a person. */
  readonly issuer?: string;
  /** `aud`: who is meant to accept it. */
  readonly audience: string;
  /** `sub` */
  readonly subject?: string;
  /** How long a token is good for, from `iat` to `exp`; DSPs refuse more than they allow. @default 900_000 */
  readonly lifeMs?: number;
  /** How long before its end a token is no longer used; never more than half of its life. @default 60_000 */
  readonly marginMs?: number;
}

function keyError(what: string): ConfigError {
  return new ConfigError(
    `The private key ${what}. Take the .p8 file as it was downloaded, lines included, or name it by its file in the configuration.`,
    { details: { what } },
  );
}

/** Says what is wrong with a key, never what is in it: the library's own messages may quote. */
function readKey(text: string): KeyObject {
  const pem = text.trim().replaceAll('\\n', '\n');
  const label = /^-----BEGIN ([A-Z0-9 ]{1,40})-----/.exec(pem)?.[1];
  if (label === undefined) throw keyError('is no PEM: it does not begin with "-----BEGIN PRIVATE KEY-----"');
  if (label === 'ENCRYPTED PRIVATE KEY') throw keyError('is encrypted; decrypt it first');
  if (label.includes('PUBLIC KEY') || label === 'CERTIFICATE')
    throw keyError(`is none: it is a ${label.toLowerCase()}`);
  if (label === 'EC PRIVATE KEY') throw keyError('is in the older SEC 1 form; convert it to PKCS#8');
  if (label !== 'PRIVATE KEY') throw keyError(`is a PEM of another kind (${label.toLowerCase()})`);
  if (!pem.endsWith(`-----END ${label}-----`)) throw keyError('is cut off: its last line is missing');
  let key: KeyObject;
  try {
    key = createPrivateKey({ key: pem, format: 'pem', type: 'pkcs8' });
  } catch {
    throw keyError('cannot be read: what stands between its first and last line is damaged');
  }
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key;
  if (type !== 'ec') throw keyError(`is of type ${type}; ES256 needs an elliptic curve key`);
  const curve = details?.namedCurve;
  if (curve !== 'prime256v1') throw keyError(`is on the curve ${curve}; ES256 needs P-256 (prime256v1)`);
  return key;
}

function part(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/**
 * Signs short-lived tokens with a private key of its own, as App Store Connect wants them: a JSON Web Token with ES256.
 *
 * Shape: header `alg`, `kid`, `typ`; claims `iss`, `iat`, `exp`, `aud`, `sub`, in seconds of the injected clock.
 * Order: one token serves all requests until shortly before its end, or until the DSP refuses it.
 * Errors: ConfigError when it is made with a key that cannot sign ES256, saying what is wrong with it and never what is in it.
 * Source: RFC 7515, RFC 7518 section 3.4 (R and S side by side, 64 bytes), RFC 7519.
 *
 * @example
 * ```ts
 * const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
 * const pem = privateKey.export({ type: 'pkcs8', format: 'pem' });
 * const scheme = jwtEs256({ privateKey: pem, keyId: '2X9R4HXF34', issuer: '57246542-96fe', audience: 'appstoreconnect-v1' });
 * const { authorization } = await scheme.headers({ wallMs: () => 0, request: async () => assert.fail('no request is needed') });
 * assert.match(authorization, /^Bearer [\w-]+\.[\w-]+\.[\w-]{86}$/);
 * ```
 */
export function jwtEs256(options: JwtEs256Options): AuthScheme {
  const { keyId, issuer, audience, subject, lifeMs = 900_000, marginMs = 60_000 } = options;
  if (!Number.isInteger(lifeMs) || lifeMs < 1_000) {
    throw new ConfigError(`The life of a signed token is ${lifeMs} ms; it must be a whole number of at least 1000.`);
  }
  const key = readKey(options.privateKey);
  const header = part({ alg: 'ES256', kid: keyId, typ: 'JWT' });
  return tokenScheme('jwt-es256', async ({ wallMs }) => {
    const iat = Math.floor(wallMs() / 1000);
    const exp = iat + Math.floor(lifeMs / 1000);
    const claims = part({
      ...(issuer === undefined ? {} : { iss: issuer }),
      iat,
      exp,
      aud: audience,
      ...(subject === undefined ? {} : { sub: subject }),
    });
    const signed = sign('sha256', Buffer.from(`${header}.${claims}`), { key, dsaEncoding: 'ieee-p1363' });
    return {
      headers: Object.freeze({ authorization: `Bearer ${header}.${claims}.${signed.toString('base64url')}` }),
      useUntilMs: exp * 1000 - Math.min(marginMs, lifeMs / 2),
    };
  });
}
