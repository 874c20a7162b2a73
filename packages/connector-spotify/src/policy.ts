import type { PolicyProfile } from '@ledgerline/core';
import { dropPolicy, dropRules } from '@ledgerline/drop';

/**
 * What is special about Spotify's Bulk API, and about the drop with its sales reports.
 *
 * Source: the endpoint reference is private and documents no limits that we know of. Figures marked † are our assumptions, taken from
 * the habits of public clients; override them in the source's config when your agreement says otherwise.
 */
export const policy: PolicyProfile = {
  id: 'spotify',
  version: 1,
  // Source: developer.spotify.com (accounts), public clients (provider-api, storage).
  hosts: ['provider-api.spotify.com', 'accounts.spotify.com', 'storage.googleapis.com'],
  scopes: ['credential', 'class', 'licensor'],
  // Source: developer.spotify.com "Rate limits": Retry-After in seconds is normally there; assumed for the Bulk API, too.
  hints: [{ header: 'retry-after', format: 'seconds' }],
  classify: [
    {
      // † Storage answers an expired signature with 400 or 403 and an XML error: the same URL never works again.
      id: 'signed-url-expired',
      when: { op: { in: ['storage', 'storage/redirected', 'leaf/redirected'] }, status: { in: [400, 403] } },
      verdict: 'reissue',
      reason: 'signed-url-expired',
    },
    {
      // † Public clients take 404 on a leaf for "not there (yet)".
      id: 'leaf-not-ready',
      when: { op: { equals: 'leaf' }, status: { equals: 404 } },
      verdict: 'defer',
      reason: 'not-ready',
      hintFrom: 'availability',
    },
    {
      // Source: developer.spotify.com "July 2026" change notes: a daily quota of the developer account, waiting does not help.
      id: 'quota-exceeded',
      when: { status: { equals: 429 }, json: { path: 'error.reason', value: { equals: 'QUOTA_EXCEEDED' } } },
      verdict: 'give-up',
      reason: 'quota',
    },
    ...dropRules,
  ],
  idempotentOps: ['token'],
  auth: { refreshOn: [401] },
  policy: {
    // A sales report is one attempt from its first byte to its last.
    ...(dropPolicy.timeout === undefined ? {} : { timeout: dropPolicy.timeout }),
    concurrency: { max: 4 }, // †
    rate: [
      {
        id: 'requests',
        kind: 'bucket',
        ratePerSec: 1,
        burst: 10,
        scope: 'class',
        source: 'assumption: a public client of the Bulk API allows itself a burst of 10, then 1 request a second',
      },
    ],
  },
};
