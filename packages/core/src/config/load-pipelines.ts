import { offsetMs } from '../time/zone.ts';
import type { ConfigFile, PipelineFile } from './config-schema.ts';
import { dayRange } from './day-range.ts';
import type { LoadedFallback, LoadedPipeline } from './loaded-config.ts';
import { didYouMean } from './nearest.ts';
import type { Problem } from './problem.ts';
import { isPlainMap, type PlainMap } from './schema-node.ts';

/** Pipelines with names looked up and account configs merged; what cannot be is added to `problems`. */
export function loadPipelines(file: ConfigFile, problems: Problem[]): Readonly<Record<string, LoadedPipeline>> {
  return Object.fromEntries(
    Object.entries(file.pipelines).map(([name, pipeline]) => {
      const found: Problem[] = [];
      const loaded = loadPipeline(file, name, pipeline, (key, message) =>
        found.push({ path: ['pipelines', name, key], message }),
      );
      problems.push(...found);
      return [name, loaded];
    }),
  );
}

type Report = (key: string, message: string) => void;

function loadPipeline(file: ConfigFile, name: string, pipeline: PipelineFile, report: Report): LoadedPipeline {
  const { connector, feeds, validators, budget, schedule, sourcesDiffer, concurrency, checkpointRows } = pipeline;
  const policy = findPolicy(file, pipeline, report);
  return Object.freeze({
    name,
    connector,
    accounts: accountConfigs(pipeline),
    validators,
    sink: findSink(file, pipeline, report),
    ...days(pipeline, report),
    budget,
    schedule,
    sourcesDiffer,
    concurrency,
    checkpointRows,
    ...(feeds && { feeds }),
    ...(policy && { policy }),
    ...(pipeline.due && { due: dueRules(pipeline.due, report) }),
    ...(pipeline.fallback && { fallback: fallbackOf(pipeline.fallback, pipeline, report) }),
  });
}

function findSink(file: ConfigFile, pipeline: PipelineFile, report: Report): string {
  const names = Object.keys(file.sinks);
  const [only = ''] = names;
  if (pipeline.sink === undefined) {
    if (names.length > 1) report('sink', `there are several sinks, so one must be named: ${names.join(', ')}`);
    return only;
  }
  if (!names.includes(pipeline.sink)) {
    const meant = didYouMean(pipeline.sink, names);
    report('sink', `there is no such entry under \`sinks\`${meant || `; there are ${names.join(', ')}`}`);
  }
  return pipeline.sink;
}

function findPolicy(file: ConfigFile, pipeline: PipelineFile, report: Report): PlainMap | undefined {
  if (typeof pipeline.policy !== 'string') return pipeline.policy;
  const names = Object.keys(file.policies);
  const policy = names.includes(pipeline.policy) ? file.policies[pipeline.policy] : undefined;
  if (!policy) {
    const known = names.length > 0 ? `; there are ${names.join(', ')}` : '; there are none';
    report('policy', `there is no such entry under \`policies\`${didYouMean(pipeline.policy, names) || known}`);
  }
  return policy;
}

function days(pipeline: PipelineFile, report: Report): { readonly since: string; readonly until?: string } {
  const since = dayRange(pipeline.since);
  const until = pipeline.until === undefined ? undefined : dayRange(pipeline.until);
  if (!since) report('since', 'the calendar has no such day');
  if (pipeline.until !== undefined && !until) report('until', 'the calendar has no such day');
  if (since && until && until.last < since.first) report('until', 'lies before `since`, so nothing would be read');
  return { since: since?.first ?? '', ...(until && { until: until.last }) };
}

/** Due rules with their first day as a date; what the schema cannot see is checked here. */
function dueRules(due: NonNullable<PipelineFile['due']>, report: Report): NonNullable<LoadedPipeline['due']> {
  return Object.fromEntries(
    Object.entries(due).map(([feed, { from, ...rule }]) => {
      if (rule.day !== undefined && rule.afterDays !== undefined)
        report('due', `${feed} has both \`day\` and \`afterDays\`; keep one of them`);
      if (rule.zone !== undefined && !isZone(rule.zone))
        report('due', `${feed} names a time zone nobody knows: ${rule.zone}`);
      const first = from === undefined ? undefined : dayRange(from)?.first;
      if (from !== undefined && first === undefined) report('due', `the calendar has no such day as ${feed} begins on`);
      return [feed, { ...rule, ...(first && { from: first }) }];
    }),
  );
}

function isZone(zone: string): boolean {
  try {
    offsetMs(0, zone);
    return true;
  } catch {
    return false;
  }
}

function fallbackOf(
  { accounts = {}, config = {}, ...rest }: NonNullable<PipelineFile['fallback']>,
  pipeline: PipelineFile,
  report: Report,
): LoadedFallback {
  const names = Object.keys(accountConfigs(pipeline));
  for (const account of Object.keys(accounts))
    if (!names.includes(account))
      report(
        'fallback',
        `the pipeline has no account ${account}${didYouMean(account, names) || `; it has ${names.join(', ')}`}`,
      );
  return { ...rest, accounts: Object.fromEntries(names.map((name) => [name, laidOver(config, accounts[name] ?? {})])) };
}

function accountConfigs(pipeline: PipelineFile): Readonly<Record<string, PlainMap>> {
  const base = pipeline.config ?? {};
  const { accounts } = pipeline;
  if (Array.isArray(accounts)) return Object.fromEntries(accounts.map((account) => [account, base]));
  return Object.fromEntries(Object.entries(accounts).map(([account, own]) => [account, laidOver(base, own ?? {})]));
}

/** Maps merge key by key; anything else replaces. */
function laidOver(base: PlainMap, own: PlainMap): PlainMap {
  const merged = Object.entries(own).map(([key, value]) => {
    const under = Object.hasOwn(base, key) ? base[key] : undefined;
    return [key, isPlainMap(under) && isPlainMap(value) ? laidOver(under, value) : value];
  });
  return { ...base, ...Object.fromEntries(merged) };
}
