import type { PolicyProfile } from '../contracts/policy.ts';

const always = [
  'age',
  // Where a resumed body began: resumes are counted by it.
  'content-range',
  'date',
  'retry-after',
  'retry-after-ms',
  'ratelimit',
  'ratelimit-policy',
  'ratelimit-limit',
  'ratelimit-remaining',
  'ratelimit-reset',
  'x-ratelimit-limit',
  'x-ratelimit-remaining',
  'x-ratelimit-reset',
  'x-rate-limit-limit',
  'x-rate-limit-remaining',
  'x-rate-limit-reset',
];

const allowedFor = new WeakMap<PolicyProfile, readonly string[]>();

/** The hint headers of an answer, and no others, each cut to 256 characters. */
export function loggedHeaders(
  headers: Readonly<Record<string, string>>,
  profile: PolicyProfile | undefined,
): Readonly<Record<string, string>> | undefined {
  let kept: Record<string, string> | undefined;
  for (const name of profile === undefined ? always : allowed(profile)) {
    const value = headers[name];
    if (value === undefined) continue;
    kept ??= {};
    kept[name] = value.slice(0, 256);
  }
  return kept;
}

function allowed(profile: PolicyProfile): readonly string[] {
  const known = allowedFor.get(profile);
  if (known !== undefined) return known;
  const named = [
    ...profile.hints.map((hint) => hint.header.toLowerCase()),
    ...profile.classify.flatMap(({ when, hintFrom }) => [when.header?.name.toLowerCase(), headerOf(hintFrom)]),
  ].filter((name) => name !== undefined);
  const names = [...new Set([...always, ...named])].sort();
  allowedFor.set(profile, names);
  return names;
}

function headerOf(hintFrom: string | undefined): string | undefined {
  return hintFrom === 'quotaReset' || hintFrom === 'availability' ? undefined : hintFrom?.toLowerCase();
}
