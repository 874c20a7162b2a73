import { reportId } from '../contracts/report.ts';
import type { StateWrite } from '../contracts/state.ts';
import { scopeOf } from './feed-of.ts';
import type { Pipeline, RunTools } from './pipeline.ts';
import type { PlanScope } from './plan.ts';
import type { MainPass } from './take-all.ts';
import { asKnownTrouble, type KnownTrouble, troubleOf, troubleSpace } from './trouble.ts';

/** What is wrong with the DSP by now, by report id or, for a listing, by {@link listingKey}. */
export type Troubles = ReadonlyMap<string, KnownTrouble>;

export function listingKey({ dsp, account, feed }: PlanScope): string {
  return `${dsp}/${account}/${feed}`;
}

/** Keeps on record what the DSP does not deliver and since when, and forgets what it delivers again. */
export async function keepTroubles(
  pipeline: Pipeline,
  { outcomes, failures }: MainPass,
  { state, clock }: RunTools,
): Promise<Troubles> {
  const nowMs = clock.wall();
  const known = new Map<string, KnownTrouble>();
  const found = new Map<string, Omit<KnownTrouble, 'sinceMs'> | undefined>();
  for (const [account, feeds] of pipeline.feeds)
    for (const feed of feeds) {
      const key = listingKey(scopeOf(pipeline, account, feed));
      found.set(key, undefined);
      const failed = failures.some(({ scope }) => listingKey(scope) === key);
      for (const { key: each, value } of await state.list(troubleSpace, key)) {
        const trouble = asKnownTrouble(value);
        if (!trouble || (each !== key && !each.startsWith(`${key}/`))) continue;
        known.set(each, trouble);
        // A report that a whole listing no longer has is no trouble of anybody.
        if (!failed) found.set(each, undefined);
      }
    }
  for (const { scope, error } of failures) {
    const [trouble, { code, message }] = [troubleOf(error), error];
    // An error of ours says nothing of the DSP.
    if (trouble === undefined) found.delete(listingKey(scope));
    else found.set(listingKey(scope), { trouble, code, message });
  }
  for (const { report, trouble, code = '', message = '' } of outcomes)
    if (code === 'PARKED') found.delete(reportId(report));
    else found.set(reportId(report), trouble && { trouble, code, message });
  const changes: StateWrite[] = [];
  for (const [key, trouble] of found) {
    const sinceMs = known.get(key)?.sinceMs ?? nowMs;
    if (trouble) {
      const value = { ...trouble, sinceMs };
      known.set(key, value);
      changes.push({ space: troubleSpace, key, value });
    } else if (known.delete(key)) changes.push({ space: troubleSpace, key, value: undefined });
  }
  if (changes.length > 0) await state.write(changes);
  return known;
}
