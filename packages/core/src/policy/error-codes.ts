/** How a transport failure is judged: whether the request can have been processed, and who is to blame. */
export type FailureKind = 'unsent' | 'broken' | 'tls' | 'corrupt';

const kinds: Readonly<Record<FailureKind, readonly string[]>> = {
  // Nothing was written yet: resolving, connecting.
  unsent: [
    'ECONNREFUSED',
    'ENOTFOUND',
    'EAI_AGAIN',
    'EAI_FAIL',
    'EHOSTUNREACH',
    'ENETUNREACH',
    'EHOSTDOWN',
    'ENETDOWN',
    'EADDRNOTAVAIL',
    'UND_ERR_CONNECT_TIMEOUT',
  ],
  broken: [
    'ECONNRESET',
    'ECONNABORTED',
    'EPIPE',
    'ETIMEDOUT',
    'ERR_SOCKET_CONNECTION_TIMEOUT',
    'ERR_STREAM_PREMATURE_CLOSE',
    'ERR_ATTEMPT_TIMEOUT',
    'UND_ERR_SOCKET',
    'UND_ERR_HEADERS_TIMEOUT',
    'UND_ERR_BODY_TIMEOUT',
    'UND_ERR_RESPONSE',
    'UND_ERR_HEADERS_OVERFLOW',
    'HPE_INVALID_CONSTANT',
  ],
  tls: [
    'ERR_TLS_CERT_ALTNAME_INVALID',
    'CERT_HAS_EXPIRED',
    'CERT_NOT_YET_VALID',
    'CERT_REVOKED',
    'CERT_UNTRUSTED',
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'UNABLE_TO_GET_ISSUER_CERT',
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'HOSTNAME_MISMATCH',
  ],
  corrupt: ['UND_ERR_RES_CONTENT_LENGTH_MISMATCH', 'DIGEST_MISMATCH'],
};

const byCode = new Map(
  Object.entries(kinds).flatMap(([kind, codes]) => codes.map((code) => [code, kind as FailureKind] as const)),
);

/** How deep the causes of an error are looked into. */
const deepestCause = 5;

/** The transport code behind an error, its causes unwrapped, so that `fetch failed` is never taken for a bug. */
export function transportCode(error: unknown): string | undefined {
  let current = error;
  for (let depth = 0; depth <= deepestCause; depth += 1) {
    if (typeof current !== 'object' || current === null) return undefined;
    const code = 'code' in current && typeof current.code === 'string' ? current.code : undefined;
    if (code !== undefined && byCode.has(code)) return code;
    const parts: unknown = 'errors' in current ? current.errors : undefined;
    current = Array.isArray(parts) && parts.length > 0 ? parts[0] : 'cause' in current ? current.cause : undefined;
  }
  return undefined;
}

/** The code an error carries itself or through its causes, whether or not the transport knows it. */
export function anyCode(error: unknown): string | undefined {
  let current = error;
  for (let depth = 0; depth <= deepestCause; depth += 1) {
    if (typeof current !== 'object' || current === null) return undefined;
    if ('code' in current && typeof current.code === 'string') return current.code;
    current = 'cause' in current ? current.cause : undefined;
  }
  return undefined;
}

export function failureKind(code: string): FailureKind | undefined {
  return byCode.get(code);
}
