import type { AuthScheme, Clock, RefusedAnswer, SignableRequest } from '@ledgerline/core';
import type { AccessKeys } from './access-keys.ts';
import type { BucketPlace } from './bucket-place.ts';

/** Headers that something in between may change, and that say nothing about what is asked for. */
const unsigned = new Set(['accept', 'accept-encoding', 'if-range']);

export interface SignatureOptions {
  readonly keys: AccessKeys;
  readonly place: BucketPlace;
  readonly clock: Clock;
}

/**
 * Signs requests to a bucket (SigV4, header form); corrects key, region and clock when the store says which is wrong.
 *
 * Source: Amazon S3 API reference, "Authenticating requests (AWS Signature Version 4)"; "Error responses".
 */
export function signatureScheme({ keys, place, clock }: SignatureOptions): AuthScheme {
  let skewMs = 0;

  async function sign({ method, url, headers }: SignableRequest): Promise<Readonly<Record<string, string>>> {
    // Loaded here, so that connectors over folders start without it.
    const [{ SignatureV4 }, { Sha256 }] = await Promise.all([
      import('@smithy/signature-v4'),
      import('@aws-crypto/sha256-js'),
    ]);
    const signer = new SignatureV4({
      service: 's3',
      region: place.region,
      credentials: await keys.load(),
      sha256: Sha256,
      uriEscapePath: false, // S3 counts the path as it is sent, encoded once
      applyChecksum: true,
    });
    const signed = await signer.sign(
      {
        method,
        protocol: url.protocol,
        hostname: url.hostname,
        ...(url.port === '' ? {} : { port: Number(url.port) }),
        path: url.pathname,
        query: Object.fromEntries(url.searchParams),
        headers: { ...headers, host: url.host },
      },
      { signingDate: new Date(clock.wall() + skewMs), unsignableHeaders: unsigned },
    );
    const { host: _host, ...rest } = signed.headers;
    return rest;
  }

  function correctClock(answer: RefusedAnswer): boolean {
    const theirs = Date.parse(answer.headers.date ?? '');
    if (Number.isNaN(theirs)) return false;
    skewMs = theirs - clock.wall();
    return true;
  }

  return Object.freeze({
    name: 'sigv4',
    headers: async () => ({}),
    sign,
    renew(_rejected: Readonly<Record<string, string>>, answer?: RefusedAnswer) {
      const code = elementOf(answer?.body, 'Code');
      if (answer === undefined || code === undefined) return false;
      if (code === 'RequestTimeTooSkewed') return correctClock(answer);
      if (code === 'AuthorizationHeaderMalformed') {
        return place.moveTo(elementOf(answer.body, 'Region') ?? answer.headers['x-amz-bucket-region']);
      }
      return keys.forget();
    },
  });
}

/** The text of the first element of that name in an error body. */
export function elementOf(body: string | undefined, name: string): string | undefined {
  return new RegExp(`<${name}>([^<]{1,200})</${name}>`).exec(body ?? '')?.[1]?.trim();
}
