import { UpstreamError } from '@ledgerline/core';
import type { YoutubeConfig } from './config.ts';

function onHost({ hostname, host }: URL, pattern: string): boolean {
  const name = pattern.includes(':') ? host : hostname;
  return pattern.startsWith('*.') ? name.endsWith(pattern.slice(1)) : name === pattern;
}

/**
 * Refuses a download address that is not on the API's own origin or one of the configured hosts: the token would go there.
 *
 * Errors: UpstreamError with reason `host-not-listed`; the message names the host, never the address.
 */
export function pinDownload(downloadUrl: string, config: YoutubeConfig, object: string): void {
  const url = URL.parse(downloadUrl);
  const base = new URL(config.baseUrl);
  const secured = url?.protocol === 'https:' || (url?.protocol === 'http:' && base.protocol === 'http:');
  const anonymous = url?.username === '' && url.password === '';
  const known =
    url !== null && (url.origin === base.origin || config.downloadHosts.some((pattern) => onHost(url, pattern)));
  if (known && secured && anonymous) return;
  const host = url?.host ?? 'no address that can be read';
  throw new UpstreamError(
    `${object} is to be fetched from ${host}, which is none of this connector's hosts; nothing was sent there. If the host is YouTube's, add it to downloadHosts.`,
    { disposition: 'abort', details: { object, host, reason: 'host-not-listed' } },
  );
}
