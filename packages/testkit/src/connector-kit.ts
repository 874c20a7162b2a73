import assert from 'node:assert/strict';
import type { Capabilities } from '@ledgerline/core';
import type { Check } from './check.ts';
import type { Place, SpecialAnswer, Upstream, UpstreamPart } from './upstream.ts';
import type { Fault, FaultAt } from './wire/fault.ts';
import type { WireRequest } from './wire/wire.ts';
import { complaints, type Honesty, judgeHonesty, outcomesOf } from './world/honesty.ts';
import type { Lake } from './world/lake.ts';
import { sampled } from './world/sampled.ts';
import { type AnyConnector, type RunReport, World } from './world/world.ts';

export interface ConnectorUnderTest {
  readonly connector: AnyConnector;
  readonly upstream: Upstream;
  /** Units: rows of the largest document in scenarios that need no more. @default 40 */
  readonly rows?: number;
  /**
   * Whether a scenario that may happen at many places is tried at all that a release is proved with, or at a few of them, which takes a
   * third of the time. Every check runs either way.
   *
   * @default true
   */
  readonly thorough?: boolean;
}

/** A quiet day: what is asked and what is committed when nothing goes wrong. */
export interface QuietDay {
  readonly lake: Lake;
  readonly report: RunReport;
  readonly requests: readonly WireRequest[];
}

/** Units: rows; two batches and a bit, so that a document has several checkpoints. */
export const manyRows = 9_000;

/** One in the middle and the last: what a scenario is tried at when it is not to be thorough. */
const fewPlaces = 2;

/** Runs until what is parked is due again, at most so many. */
const runsToConverge = 6;

/** A world, with the judgements that scenarios share. */
export class ConnectorKit {
  readonly connector: AnyConnector;
  readonly upstream: Upstream;
  readonly rows: number;
  readonly thorough: boolean;
  readonly #quiet = new Map<number, Promise<QuietDay>>();

  constructor({ connector, upstream, rows = 40, thorough = true }: ConnectorUnderTest) {
    this.connector = connector;
    this.upstream = upstream;
    this.rows = rows;
    this.thorough = thorough;
  }

  /** The numbers 1 to `count`, or `most` of them spread evenly with both ends; fewer when not to be thorough. */
  sampled(count: number, most: number): readonly number[] {
    return this.thorough ? sampled(count, most) : sampled(count, fewPlaces + 1).slice(-fewPlaces);
  }

  /** Opens a world for one scenario and closes it whatever happens. */
  async inWorld<T>(scenario: (world: World) => Promise<T>, { rows = this.rows, concurrency = 2 } = {}): Promise<T> {
    const { connector, upstream } = this;
    const world = await World.open({ connector, upstream, rows, concurrency });
    try {
      return await scenario(world);
    } finally {
      await world.close();
    }
  }

  /** What a quiet day gives, worked out once. */
  quiet(rows = this.rows): Promise<QuietDay> {
    const known = this.#quiet.get(rows) ?? this.inWorld((world) => quietDay(world), { rows });
    this.#quiet.set(rows, known);
    return known;
  }

  /** How many requests of a place a quiet day has. */
  async countOf(place: Place): Promise<number> {
    return (await this.quiet()).requests.filter((request) => request.place === place).length;
  }

  /** The places that a quiet day goes to. */
  async places(): Promise<readonly Place[]> {
    return [...new Set((await this.quiet()).requests.map(({ place }) => place))];
  }

  /** Judges a lake against a quiet day's. Errors: an AssertionError for wrong rows and for silent gaps. */
  async honest(world: World, report: RunReport, what: string): Promise<Honesty> {
    const honesty = judgeHonesty((await this.quiet(world.rows)).lake, await world.lake(), report.summary);
    assert.deepEqual(honesty.wrong, [], `${what}: committed rows differ from a quiet day's`);
    assert.deepEqual(honesty.silent, [], `${what}: reports are missing and the run calls itself complete`);
    return honesty;
  }

  /**
   * Runs again, without faults, until the lake is a quiet day's; at least once when to be thorough.
   *
   * Errors: an AssertionError when it never is.
   */
  async converges(world: World, what: string): Promise<void> {
    world.wire.faults.clear();
    const { lake } = await this.quiet(world.rows);
    if (!this.thorough && isSame(lake, await world.lake())) return;
    let report: RunReport | undefined;
    for (let run = 0; run < runsToConverge; run += 1) {
      report = await world.run();
      const honesty = judgeHonesty(lake, await world.lake(), report.summary);
      assert.deepEqual(honesty.wrong, [], `${what}: committed rows differ from a quiet day's`);
      if (honesty.silent.length + honesty.told.length === 0) return;
      world.clock.jumpTo(world.clock.mono() + waitMs(report, world.clock.wall()));
    }
    const why = report === undefined ? '' : complaints(report.summary);
    assert.fail(`${what}: after ${runsToConverge} runs on quiet days reports are still missing: ${why}`);
  }

  /** One run under a fault that must cost nothing but time. */
  async survives(what: string, ...faults: readonly (readonly [FaultAt, Fault])[]): Promise<RunReport> {
    return this.inWorld(async (world) => {
      for (const [at, fault] of faults) world.wire.faults.add(at, fault);
      const report = await world.run();
      const { told } = await this.honest(world, report, what);
      assert.deepEqual(
        told,
        [],
        `${what}: should have been survived within the run, but ${complaints(report.summary)}`,
      );
      return report;
    });
  }

  /** One run under a fault that may cost reports, but never silently; a later quiet day makes up for all. */
  async admits(what: string, ...faults: readonly (readonly [FaultAt, Fault])[]): Promise<RunReport> {
    return this.inWorld(async (world) => {
      for (const [at, fault] of faults) world.wire.faults.add(at, fault);
      const report = await world.run();
      await this.honest(world, report, what);
      await this.converges(world, what);
      return report;
    });
  }

  /** A check that needs parts of the adapter; without them it says why it does not apply. */
  needing(parts: readonly UpstreamPart[], check: Check): Check {
    const { cannot = {} } = this.upstream;
    const reasons = parts.flatMap((part) => cannot[part] ?? []);
    return reasons.length === 0 ? check : { ...check, inapplicable: reasons.join(' ') };
  }

  /** A check of an ability, which applies where it is declared. */
  declaring(ability: keyof Capabilities, check: Check): Check {
    if (this.connector.capabilities[ability]) return check;
    return { ...check, inapplicable: check.inapplicable ?? `The connector does not declare \`${ability}\`.` };
  }
}

/** A special answer as a fault; an adapter without it must say why. */
export function asFault(name: UpstreamPart, special: SpecialAnswer | undefined): [Place, Fault] {
  assert.ok(special, `the upstream has no answer "${name}" and no reason in \`cannot\``);
  return [special.at, { kind: 'answer', name, respond: () => special.respond() }];
}

/** An edit of the adapter; one without it must say why. */
export function asEdit(name: UpstreamPart, edit: ((text: string) => string) | undefined): Fault {
  assert.ok(edit, `the upstream has no edit "${name}" and no reason in \`cannot\``);
  return { kind: 'edit', name, edit };
}

async function quietDay(world: World): Promise<QuietDay> {
  const report = await world.run();
  const lake = await world.lake();
  const bad = outcomesOf(report.summary).filter(({ effect }) => effect !== 'committed');
  const error = Object.values(report.summary.pipelines).find((pipeline) => pipeline.error)?.error;
  if (bad.length > 0 || error || lake.size === 0) {
    throw new Error(`A quiet day does not commit everything: ${complaints(report.summary)}`);
  }
  return { lake, report, requests: report.requests };
}

function isSame(quiet: Lake, lake: Lake): boolean {
  return quiet.size === lake.size && [...quiet].every(([id, { content }]) => lake.get(id)?.content === content);
}

/** Until the latest of what is parked may be asked for again; at least an hour, which every gate forgets. */
function waitMs({ summary }: RunReport, wallMs: number): number {
  const instants = outcomesOf(summary).flatMap(({ retryAt }) => retryAt ?? []);
  const { error } = Object.values(summary.pipelines)[0] ?? {};
  const listed = typeof error?.details.retryAt === 'number' ? [error.details.retryAt] : [];
  return Math.max(3_600_000, ...[...instants, ...listed].map((instant) => instant - wallMs + 1000));
}
