import {
  CancelledError,
  isLedgerlineError,
  type Listed,
  type ListedReport,
  NotReadyError,
  PayloadError,
  type Window,
} from '@ledgerline/core';
import type { Drop, DropEntry } from '@ledgerline/drop';
import type { SalesConfig } from './config.ts';
import { salesDigest } from './sales-digest.ts';
import { readSalesHead } from './sales-head.ts';
import { readSalesName, type SalesName } from './sales-name.ts';

type ReportName = Exclude<SalesName, { kind: 'skip' }>;

/** What planning needs; the signal stops it. */
export interface SalesPlanOptions {
  readonly drop: Drop;
  readonly sales: SalesConfig;
  readonly window: Window;
  readonly signal: AbortSignal;
}

function skip(object: string, reason: string): Listed {
  return { kind: 'skip', object, reason };
}

function problem(object: string, code: string, message: string, of: { period?: string; scope?: string } = {}): Listed {
  return { kind: 'problem', object, ...of, error: new PayloadError(message, { code, details: { path: object } }) };
}

function scopeOf({ kind, currencies }: ReportName): string {
  return `${kind}-${currencies[0] ?? 'all'}`;
}

/** The month of a file, by its second row first, by its name else; both must agree. */
function monthOf(path: string, name: ReportName, inside: string | undefined): string | Listed {
  if (inside === undefined) {
    const [only, second] = name.months;
    if (only !== undefined && second === undefined) return only;
    const what =
      only === undefined ? 'neither its second row nor its name tells the month' : 'its name tells two months';
    return problem(
      path,
      'PERIOD_UNKNOWN',
      `${path}: ${what}; name it like …-${name.kind === 'breakage' ? 'track-for-breakage' : 'track-for-streaming'}-202603.txt.`,
    );
  }
  if (name.months.length === 0 || name.months.includes(inside)) return inside;
  return problem(
    path,
    'PERIOD_CONFLICT',
    `${path}: its second row says ${inside}, its name says ${name.months.join(' and ')}; find out which is right and rename the file.`,
    { scope: scopeOf(name) },
  );
}

/** Makes of one file of the drop what a listing says about it; `undefined` when it is outside the window. */
async function planFile(entry: DropEntry, name: ReportName, options: SalesPlanOptions): Promise<Listed | undefined> {
  const { path } = entry;
  const scope = scopeOf(name);
  if (name.currencies.length > 1) {
    return problem(
      path,
      'CURRENCY_AMBIGUOUS',
      `${path} names ${name.currencies.join(' and ')}; rename it to one of them.`,
    );
  }
  let inside: string | undefined;
  try {
    inside = (await readSalesHead(options.drop, path)).month;
  } catch (error) {
    if (!isLedgerlineError(error) || error.code === 'CANCELLED') throw error;
    return { kind: 'problem', object: path, scope, error };
  }
  const month = monthOf(path, name, inside);
  if (typeof month !== 'string') return month;
  const { periodFrom } = options.sales;
  if (periodFrom !== undefined && month < periodFrom) return skip(path, `of ${month}, before sales.periodFrom`);
  if (month < options.window.from.slice(0, 7) || month > options.window.to.slice(0, 7)) return undefined;
  return {
    kind: 'report',
    period: month,
    scope,
    tag: entry.tag,
    locator: { path, size: entry.size, tag: entry.tag },
    object: path,
    facts: { kind: name.kind, saleType: name.kind === 'breakage' ? 'breakage' : 'stream' },
    alternative: { group: name.kind, layout: name.currencies.length === 0 ? 'combined' : 'split by currency' },
  };
}

async function planEntry(entry: DropEntry, options: SalesPlanOptions): Promise<Listed | undefined> {
  const { path, state, why = '' } = entry;
  const name = readSalesName(path);
  if (name.kind === 'skip') return skip(path, name.reason);
  if (!options.sales.kinds.includes(name.kind)) return skip(path, `${name.kind} is not among sales.kinds`);
  if (state === 'refused') return problem(path, 'FILE_REFUSED', `${path} cannot be opened: ${why}.`);
  if (state === 'not-yet') {
    const error = new NotReadyError(`${path} may still be written (${why}); a later run takes it.`);
    return { kind: 'problem', object: path, scope: scopeOf(name), error };
  }
  return planFile(entry, name, options);
}

/** Several files of one identity: equal content is one report, different content is for a person to decide. */
async function settleTwins(twins: readonly ListedReport[], options: SalesPlanOptions): Promise<readonly Listed[]> {
  const [first] = twins;
  if (first === undefined || twins.length === 1) return twins;
  const digests = await Promise.all(twins.map(({ object }) => salesDigest(options.drop, object, options.signal)));
  if (new Set(digests).size === 1) {
    return [first, ...twins.slice(1).map(({ object }) => skip(object, `duplicate of ${first.object}`))];
  }
  const names = twins.map(({ object }) => object).join(' and ');
  return twins.map(({ object, period, scope = '-' }) =>
    problem(
      object,
      'REPORT_AMBIGUOUS',
      `${names} are both the ${scope} report of ${period}, with different content; keep the one that counts and move the other away.`,
      { period, scope },
    ),
  );
}

/**
 * What the files of a drop are: reports by month and scope, and everything else with its reason.
 *
 * Order: by path, twins together at the place of the first.
 */
export async function planSales(options: SalesPlanOptions): Promise<readonly Listed[]> {
  const others: Listed[] = [];
  const reports = new Map<string, ListedReport[]>();
  for await (const entry of options.drop.list(options.sales.prefix)) {
    if (options.signal.aborted) throw new CancelledError();
    const listed = await planEntry(entry, options);
    if (listed?.kind === 'report') {
      const identity = `${listed.period} ${listed.scope}`;
      const twins = reports.get(identity);
      if (twins === undefined) reports.set(identity, [listed]);
      else twins.push(listed);
    } else if (listed !== undefined) {
      others.push(listed);
    }
  }
  const settled: Listed[] = [];
  for (const twins of reports.values()) settled.push(...(await settleTwins(twins, options)));
  return [...others, ...settled];
}
