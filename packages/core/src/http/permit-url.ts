import { UpstreamError } from '../errors/leaves.ts';
import { redactUrl } from './redact-url.ts';

export interface Permit {
  readonly base: URL;
  /** Host patterns of the profile; `*.example.com` matches one label or more, a port only when the pattern names one. */
  readonly hosts: readonly string[];
}

/** Whether a host may be talked to at all: the base URL's own, or one that the profile lists. */
export function isListedHost(url: URL, { base, hosts }: Permit): boolean {
  return url.hostname === base.hostname || hosts.some((pattern) => matchesHost(url, pattern.toLowerCase()));
}

/** Whether an address is on one of the hosts, and as well protected as the base URL. */
export function isOnHosts(url: URL, hosts: readonly string[], base: URL): boolean {
  const secured = url.protocol === 'https:' || base.protocol === 'http:';
  return secured && hosts.some((pattern) => matchesHost(url, pattern.toLowerCase()));
}

function matchesHost(url: URL, pattern: string): boolean {
  const host = /:\d+$/.test(pattern) ? url.host : url.hostname;
  return pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) && host.length >= pattern.length : host === pattern;
}

/** Throws unless a request may go to this address; the message names the host and never the query. */
export function requirePermitted(url: URL, permit: Permit, op: string): void {
  const reason = refusalReason(url, permit);
  if (reason === undefined) return;
  throw new UpstreamError(
    `"${op}" was sent to ${redactUrl(url)}, ${reason}; nothing was sent there. If the address is right, list its host in the connector's policy.`,
    { disposition: 'abort', details: { op, host: url.host, reason: 'host-not-listed', verdict: 'give-up' } },
  );
}

function refusalReason(url: URL, permit: Permit): string | undefined {
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'which is no HTTP address';
  if (url.username !== '' || url.password !== '') return 'with a user name inside the address';
  if (!isListedHost(url, permit)) return `and "${url.host}" is no host of this DSP's profile`;
  if (url.protocol === 'http:' && permit.base.protocol === 'https:') return 'which is not encrypted';
  return undefined;
}
