import { createHash, timingSafeEqual } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { AuthError, CancelledError, ConfigError, isLedgerlineError } from '@ledgerline/core';
import type SftpClient from 'ssh2-sftp-client';
import type { SftpConfig } from './config.ts';
import { systemCode } from './file-error.ts';

/** Codes of the SFTP protocol that speak of a file, by number or by the client's name. Source: draft-ietf-secsh-filexfer-02, section 7. */
const fileCodes: Readonly<Record<string, string>> = {
  '2': 'ENOENT',
  '3': 'EACCES',
  ENOENT: 'ENOENT',
  EACCES: 'EACCES',
};

/** Codes of connections that failed; the policy engine knows them. Anything else of a connection is a connection that broke. */
const networkCodes = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT']);

function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'number' || typeof code === 'string' ? String(code) : '';
}

/** What an operation on a file failed with: a file's code, or a broken connection. */
export function fileFault(error: unknown): Error {
  const code = fileCodes[codeOf(error)];
  return Object.assign(new Error('The SFTP host refused or broke off.'), { code: code ?? 'ECONNRESET', cause: error });
}

function fingerprint(key: Uint8Array): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
}

function isPinned(key: Uint8Array, pins: readonly string[]): boolean {
  const seen = Buffer.from(fingerprint(key));
  return pins.some((pin) => {
    const known = Buffer.from(pin.replace(/=+$/, ''));
    return known.length === seen.length && timingSafeEqual(known, seen);
  });
}

function hostKeyError({ host }: SftpConfig, seen: string): ConfigError {
  return new ConfigError(
    `The SFTP host ${host} showed the key ${seen}, which is not among hostKeys; nothing was sent to it. Ask whoever runs the host whether its key changed, and only then add it.`,
    { code: 'HOST_KEY_UNKNOWN', details: { host, fingerprint: seen } },
  );
}

function loginError({ host, username }: SftpConfig, cause: unknown): AuthError {
  return new AuthError(
    'AUTH_REJECTED',
    `The SFTP host ${host} refused the login of "${username}"; check its password or key.`,
    { cause, details: { host } },
  );
}

function isLoginFailure(error: unknown): boolean {
  if (systemCode(error) === 'ERR_BAD_AUTH') return true;
  return error instanceof Error && /authentication methods failed|Cannot parse privateKey/i.test(error.message);
}

/**
 * Logs in, works, and leaves; one session per call.
 *
 * Errors: ConfigError `HOST_KEY_UNKNOWN`, AuthError `AUTH_REJECTED`; an Error with a transport code when the connection failed or broke,
 * which the policy engine takes from there.
 */
export async function withSession<T>(
  config: SftpConfig,
  signal: AbortSignal,
  work: (client: SftpClient) => Promise<T>,
): Promise<T> {
  if (signal.aborted) throw new CancelledError();
  // Loaded here, so that connectors over folders start without it.
  const { default: Client } = await import('ssh2-sftp-client');
  const broken = Promise.withResolvers<never>();
  broken.promise.catch(() => undefined); // heard by the race below, if it still runs
  const breakOff = (cause?: unknown): void =>
    broken.reject(Object.assign(new Error('The SFTP connection broke off.'), { code: 'ECONNRESET', cause }));
  const client = new Client('ledgerline', { error: breakOff, end: () => breakOff(), close: () => breakOff() });
  const onAbort = (): void => broken.reject(signal.reason instanceof Error ? signal.reason : new CancelledError());
  signal.addEventListener('abort', onAbort, { once: true });
  let unknownKey: string | undefined;
  let socket: Socket | undefined;
  try {
    const { host, port = 22, username, password, privateKey, passphrase } = config;
    const login = { password, privateKey, passphrase };
    // A socket of our own: the protocol is many small messages, which must not wait for each other; and it can be cut at once.
    socket = connect({ host, port, noDelay: true });
    const connecting = client.connect({
      sock: socket,
      username,
      ...Object.fromEntries(Object.entries(login).filter(([, value]) => value !== undefined)),
      hostVerifier(key: Buffer) {
        if (isPinned(key, config.hostKeys)) return true;
        unknownKey = fingerprint(key);
        return false;
      },
    });
    await Promise.race([connecting, broken.promise]).catch((error: unknown) => {
      if (unknownKey !== undefined) throw hostKeyError(config, unknownKey);
      if (isLoginFailure(error)) throw loginError(config, error);
      if (signal.aborted || isLedgerlineError(error)) throw error;
      const code = codeOf(error);
      throw Object.assign(new Error('The SFTP host could not be reached.'), {
        code: networkCodes.has(code) ? code : 'ECONNRESET',
        cause: error,
      });
    });
    return await Promise.race([work(client), broken.promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
    client.end().catch(() => undefined); // a connection that is gone already cannot be ended
    socket?.destroySoon();
  }
}
