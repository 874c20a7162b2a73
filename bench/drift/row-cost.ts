import { type CellColumn, columnOf } from '../../packages/core/src/bytes/cells.ts';
import type { ItemBatch } from '../../packages/core/src/contracts/batch.ts';
import { openDrift } from '../../packages/core/src/drift/drift-session.ts';
import { driftSettings } from '../../packages/core/src/drift/settings.ts';
import { createMemoryState } from '../../packages/core/src/state/memory-state.ts';
import { createSilentLogger } from '../../packages/core/src/telemetry/logger.ts';
import { territories } from './feeds.ts';
import { Noise } from './noise.ts';
import { createYardstick } from './yardstick.ts';

const batchRows = 4096;
const catalogue = 60_000;
/** 4 M rows, timed in slices of 65 536. */
const slices = 60;
const sliceBatches = 16;
/** In a run a batch was mapped just before and is still in the cache; going round few of them is the same. */
const freshBatches = 4;

/** What a row of drift costs, against a learnt baseline. Units: processor time. */
export interface RowCost {
  /** By the yardstick, slice by slice the one after the other: what else the machine does slows both alike. The median. */
  readonly yardsticks: number;
  /** The best slice, for people: it tells as much about the machine. */
  readonly nanoseconds: number;
}

export async function rowCost(): Promise<RowCost> {
  const batches = makeBatches();
  const state = createMemoryState();
  const log = createSilentLogger();
  const settings = driftSettings({});
  const judge = { reject: () => undefined, flag: () => undefined };
  const open = (period: string) => {
    const report = { dsp: 'simulated', account: 'a', feed: 'cost', period, scope: '-', object: 'o', locator: null };
    return openDrift(settings, { report, money: true, log, state }, () => 'current');
  };
  for (const period of ['2026-01', '2026-02', '2026-03']) {
    const session = await open(period);
    for (const batch of batches) session.check(batch, judge);
    await session.finish?.();
    await session.commit?.();
  }
  const session = await open('2026-04');
  const yardstick = createYardstick(batchRows);
  const timed = Array.from({ length: slices }, () => ({
    yardstick: timeOf(batches, yardstick),
    drift: timeOf(batches, (batch) => session.check(batch, judge)),
  }));
  const ratios = timed.map((slice) => slice.drift / slice.yardstick).sort((left, right) => left - right);
  return {
    yardsticks: Math.round(ratios[slices / 2]! * 100) / 100,
    nanoseconds: Math.round(Math.min(...timed.map(({ drift }) => drift))),
  };
}

/** Nanoseconds of processor time a row. */
function timeOf(batches: readonly ItemBatch[], work: (batch: ItemBatch) => void): number {
  const began = process.threadCpuUsage().user;
  for (let at = 0; at < sliceBatches; at++) work(batches[at % freshBatches]!);
  return ((process.threadCpuUsage().user - began) * 1000) / (sliceBatches * batchRows);
}

/** As streaming reports are: sorted by nothing, some thousand groups, a long tail of tracks. */
function makeBatches(): ItemBatch[] {
  const noise = new Noise('row-cost');
  const tiers = ['premium', 'family', 'free'];
  return Array.from({ length: 32 }, () => {
    const rows = Array.from({ length: batchRows }, () => {
      const track = Math.floor(noise.uniform() ** 2 * catalogue);
      const [territory, , currency, rate] = territories[Math.floor(noise.uniform() * territories.length)]!;
      const tier = tiers[Math.floor(noise.uniform() * 3)]!;
      const units = 1 + noise.count(30);
      return { track, territory, currency, tier, units, amount: (units * rate * 0.004 * noise.factor(0.1)).toFixed(8) };
    });
    const columns = new Map<string, CellColumn>([
      ['isrc', columnOf(rows.map(({ track }) => `USABC${2_000_000 + track}`))],
      ['upc', columnOf(rows.map(({ track }) => `0${602_400_000_000 + (track >> 3)}`))],
      ['territory', columnOf(rows.map(({ territory }) => territory))],
      ['saleType', columnOf(rows.map(() => 'stream'))],
      ['tier', columnOf(rows.map(({ tier }) => tier))],
      ['currency', columnOf(rows.map(({ currency }) => currency))],
      ['units', columnOf(rows.map(({ units }) => String(units)))],
      ['amount', columnOf(rows.map(({ amount }) => amount))],
    ]);
    const unused = (): never => {
      throw new Error('drift asks for columns only');
    };
    return {
      report: { dsp: '', account: '', feed: '', period: '', scope: '', object: '', locator: null },
      length: batchRows,
      alive: new Uint8Array(batchRows).fill(1),
      lines: Int32Array.from({ length: batchRows }, (_, index) => index + 2),
      column: (field) => columns.get(field),
      ...{ text: unused, set: unused, item: unused, place: unused, raw: unused },
    };
  });
}
