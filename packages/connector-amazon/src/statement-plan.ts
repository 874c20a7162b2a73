import { createHash } from 'node:crypto';
import {
  CancelledError,
  gunzip,
  isLedgerlineError,
  type Listed,
  type ListedReport,
  NotReadyError,
  PayloadError,
  type ReadObserver,
  type Window,
} from '@ledgerline/core';
import { type Drop, type DropEntry, unzip } from '@ledgerline/drop';
import type { AmazonConfig } from './config.ts';
import { readStatementPath, type StatementPath, scopeOf } from './statement-path.ts';

/** What planning needs; the signal stops it. */
export interface StatementPlanOptions {
  readonly drop: Drop;
  readonly config: AmazonConfig;
  readonly window: Window;
  readonly signal: AbortSignal;
}

function skip(object: string, reason: string): Listed {
  return { kind: 'skip', object, reason };
}

function problem(object: string, code: string, message: string, of: { period?: string; scope?: string } = {}): Listed {
  return { kind: 'problem', object, ...of, error: new PayloadError(message, { code, details: { path: object } }) };
}

/** The currency that the configuration gives a statement; of two entries the one that names the service. */
export function configuredCurrency(
  { currencies }: AmazonConfig,
  { territory, service }: StatementPath,
): string | undefined {
  const fitting = currencies.filter((entry) => entry.territory === territory);
  const own = fitting.find((entry) => entry.service === service);
  return (own ?? fitting.find((entry) => entry.service === undefined))?.currency;
}

function planEntry(entry: DropEntry, { config, window }: StatementPlanOptions): Listed | undefined {
  const { path, state, why = '' } = entry;
  const place = readStatementPath(path, config.prefix);
  if (place.kind === 'skip') return skip(path, place.reason);
  if (state === 'refused') return problem(path, 'FILE_REFUSED', `${path} cannot be opened: ${why}.`);
  if (place.kind === 'problem') return problem(path, place.code, place.message);
  const { period, territory, service } = place;
  if (config.periodFrom !== undefined && period < config.periodFrom)
    return skip(path, `of ${period}, before periodFrom`);
  if (period < window.from.slice(0, 7) || period > window.to.slice(0, 7)) return undefined;
  const scope = scopeOf(place);
  if (state === 'not-yet') {
    const error = new NotReadyError(`${path} may still be written (${why}); a later run takes it.`);
    return { kind: 'problem', object: path, period, scope, error };
  }
  return {
    kind: 'report',
    period,
    scope,
    tag: entry.tag,
    locator: { path, size: entry.size, tag: entry.tag },
    object: path,
    // Empty rather than absent: the mapping asks for it, and an empty cell is no currency.
    facts: { territory, service, currency: configuredCurrency(config, place) ?? '' },
  };
}

const silent: ReadObserver = { evidence() {}, claim() {}, finding() {} };

/** SHA-256 of what a statement unpacks to: zips of equal content differ in their bytes. */
async function contentDigest(drop: Drop, path: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  const context = { object: path, observer: silent, signal };
  for await (const chunk of unzip()(gunzip()(drop.open(path, signal), context), context)) hash.update(chunk);
  return hash.digest('hex');
}

/** Several files of one identity: equal content is one report, different content is for a person to decide. */
async function settleTwins(
  twins: readonly ListedReport[],
  { drop, signal }: StatementPlanOptions,
): Promise<readonly Listed[]> {
  const [first] = twins;
  if (first === undefined || twins.length === 1) return twins;
  const digests: string[] = [];
  try {
    for (const { object } of twins) digests.push(await contentDigest(drop, object, signal));
  } catch (error) {
    if (!isLedgerlineError(error) || error.code === 'CANCELLED') throw error;
  }
  if (digests.length === twins.length && new Set(digests).size === 1) {
    return [first, ...twins.slice(1).map(({ object }) => skip(object, `duplicate of ${first.object}`))];
  }
  const names = twins.map(({ object }) => object).join(' and ');
  return twins.map(({ object, period, scope = '-' }) =>
    problem(
      object,
      'REPORT_AMBIGUOUS',
      `${names} are both the statement ${scope} of ${period}, with different content; keep the one that counts and move the other away.`,
      { period, scope },
    ),
  );
}

/**
 * What the files of a drop are: statements by territory, month, service and name, and everything else with its reason.
 *
 * Order: by path, twins together at the place of the first.
 */
export async function planStatements(options: StatementPlanOptions): Promise<readonly Listed[]> {
  const others: Listed[] = [];
  const reports = new Map<string, ListedReport[]>();
  for await (const entry of options.drop.list(options.config.prefix)) {
    if (options.signal.aborted) throw new CancelledError();
    const listed = planEntry(entry, options);
    if (listed?.kind === 'report') {
      const identity = `${listed.period} ${listed.scope}`;
      const twins = reports.get(identity);
      if (twins === undefined) reports.set(identity, [listed]);
      else twins.push(listed);
    } else if (listed !== undefined) others.push(listed);
  }
  const settled: Listed[] = [];
  for (const twins of reports.values()) settled.push(...(await settleTwins(twins, options)));
  return [...others, ...settled];
}
