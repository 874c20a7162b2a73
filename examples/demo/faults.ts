import type { FakeSpotify } from '@ledgerline/connector-spotify/mock';

/** Everything the demo lets go wrong, in words for the screen. */
export const faultList: readonly string[] = [
  '429 with Retry-After: 1 while days are listed',
  'three 503 in a row from the API',
  'a 401 in mid-run: the token lapsed',
  'signed URLs that have expired',
  'downloads cut after 500 bytes, and one with a wrong length',
  'a gzip file without its end, delivered with a length that fits',
];

/** Switches the faults on; the fake's `faults.clear()` ends them. */
export function spoil({ faults }: FakeSpotify): void {
  faults.add({ origin: 'api', path: '/streams/2026/03', nth: 2 }, { kind: 'throttle', retryAfter: '1' });
  for (const nth of [9, 10, 11]) faults.add({ origin: 'api', nth }, { kind: 'status', status: 503 });
  faults.add({ origin: 'api', nth: 15 }, { kind: 'token-expired' });
  faults.add({ origin: 'storage', nth: [3, 8] }, { kind: 'signature-expired' });
  faults.add({ origin: 'storage', nth: [2, 6, 11] }, { kind: 'cut', afterBytes: 500 });
  faults.add({ origin: 'storage', nth: 14 }, { kind: 'wrong-length', byBytes: 7 });
  faults.add({ origin: 'storage', path: '/streams/2026/03/03/JP' }, { kind: 'truncated', missingBytes: 40 });
}
