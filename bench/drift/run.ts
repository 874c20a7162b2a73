import type { DocumentColumns, Finding, ValidatorContext } from '../../packages/core/src/contracts/validator.ts';
import { openDrift } from '../../packages/core/src/drift/drift-session.ts';
import { codeOf } from '../../packages/core/src/drift/finding.ts';
import { driftSettings } from '../../packages/core/src/drift/settings.ts';
import { createMemoryState } from '../../packages/core/src/state/memory-state.ts';
import { createSilentLogger } from '../../packages/core/src/telemetry/logger.ts';
import { identifyTerritory } from '../../packages/core/src/validate/identifiers/territory.ts';
import { type Anomaly, anomalies, spoiled } from './anomalies.ts';
import { batchesOf, columnNames, keyOf } from './batch.ts';
import { periodsOf, type SimulatedFeed } from './feeds.ts';
import { type SimulatedReport, simulate } from './world.ts';

/** What one planted anomaly came to. */
export interface Planting {
  readonly seed: number;
  readonly feed: string;
  readonly period: string;
  readonly anomaly: string;
  readonly isFound: boolean;
  readonly told: readonly string[];
}

export interface FalseAlarm {
  readonly seed: number;
  readonly feed: string;
  readonly period: string;
  readonly messages: readonly string[];
}

export interface SeedResult {
  readonly cleanReports: number;
  readonly rows: number;
  readonly falseAlarms: readonly FalseAlarm[];
  readonly plantings: readonly Planting[];
}

/** Anomalies are planted once there is this part of the history, when the bands are settled. */
const settledAfter = 0.4;
const columns: DocumentColumns = { header: columnNames, unmapped: [] };
const settings = driftSettings({});
const log = createSilentLogger();

/** Three years of one feed: every report judged, then committed; at some of them every anomaly tried first, and not committed. */
export async function simulateFeed(seed: number, feed: SimulatedFeed, plantEvery: number): Promise<SeedResult> {
  const state = createMemoryState();
  const falseAlarms: FalseAlarm[] = [];
  const plantings: Planting[] = [];
  const periods = periodsOf(feed);
  let rows = 0;
  for (const [at, { period, start }] of periods.entries()) {
    const report = simulate(seed, feed, period, start);
    const isPlanted = at >= periods.length * settledAfter && at % plantEvery === 0;
    for (const anomaly of isPlanted ? anomalies : []) {
      if (anomaly.money && !feed.money) continue;
      const { findings } = await judge(state, spoiled(report, anomaly));
      plantings.push(plantingOf(seed, report, anomaly, findings));
    }
    const { findings, commit } = await judge(state, report);
    const alarms = findings.filter(({ severity }) => severity !== 'info');
    if (alarms.length > 0)
      falseAlarms.push({ seed, feed: feed.name, period, messages: alarms.map(({ message }) => message) });
    await commit();
    rows += report.rows.length;
  }
  return { cleanReports: periods.length, rows, falseAlarms, plantings };
}

async function judge(state: ValidatorContext['state'], report: SimulatedReport) {
  const context = { report: keyOf(report), money: report.feed.money, log, state };
  const session = await openDrift(settings, context, (code) => {
    const { state: standing, scheme } = identifyTerritory(code);
    return standing === 'invalid' ? 'unknown' : scheme === 'iso-withdrawn' ? 'withdrawn' : 'current';
  });
  const bench = { reject: () => undefined, flag: () => undefined };
  for (const batch of batchesOf(report)) session.check(batch, bench);
  session.columns?.(columns);
  const findings: readonly Finding[] = (await session.finish?.()) ?? [];
  return { findings, commit: async () => session.commit?.() };
}

function plantingOf(seed: number, { feed, period }: SimulatedReport, anomaly: Anomaly, findings: readonly Finding[]) {
  const codes = new Set(anomaly.rules.map(codeOf));
  const isFound = findings.some(({ code, severity }) => codes.has(code) && severity !== 'info');
  return { seed, feed: feed.name, period, anomaly: anomaly.id, isFound, told: findings.map(({ message }) => message) };
}
