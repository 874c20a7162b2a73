import assert from 'node:assert/strict';
import { describe, test } from 'vitest';
import type { Check, Waivers } from './check.ts';
import { connectorChecks } from './connector-checks.ts';
import type { ConnectorUnderTest } from './connector-kit.ts';
import { sinkChecks } from './sink/sink-checks.ts';
import type { SinkUnderTest } from './sink/sink-kit.ts';
import { validatorChecks } from './validator/validator-checks.ts';
import type { ValidatorUnderTest } from './validator/validator-kit.ts';

export interface DescribeOptions {
  /** Checks that are not promised, by id; each reason is printed. */
  readonly waivers?: Waivers;
  /** Units: ms of wall time a check may take. @default 120_000 */
  readonly timeoutMs?: number;
}

/** Registers checks with vitest: one test each, and one for what is not promised. */
export function describeChecks(name: string, checks: readonly Check[], options: DescribeOptions = {}): void {
  const { waivers = {}, timeoutMs = 120_000 } = options;
  describe(name, () => {
    for (const { id, title, inapplicable, run } of checks) {
      if (inapplicable === undefined && waivers[id] === undefined) test(`${id}: ${title}`, { timeout: timeoutMs }, run);
    }
    test('what is not promised is a check that exists, with a reason', () => {
      const known = new Set(checks.map(({ id }) => id));
      for (const [id, reason] of Object.entries(waivers)) {
        assert.ok(known.has(id), `there is no check "${id}" to waive`);
        assert.ok(reason.trim().length >= 10, `the waiver of ${id} gives no reason`);
      }
      const silent = checks.map(({ id, inapplicable }) => [id, inapplicable ?? waivers[id]] as const);
      for (const [id, reason] of silent) if (reason !== undefined) console.log(`${name}: not ${id}: ${reason}`);
    });
  });
}

/** The whole conformance suite of a connector against its fake. */
export function describeConnector(options: ConnectorUnderTest & DescribeOptions): void {
  const waivers = { ...options.upstream.waivers, ...options.waivers };
  describeChecks(`connector ${options.connector.name}: ${options.upstream.name}`, connectorChecks(options), {
    ...options,
    waivers,
  });
}

/** The whole conformance suite of a sink, each check over a storage of its own. */
export function describeSink(options: SinkUnderTest & DescribeOptions): void {
  describeChecks(`sink ${options.name}`, sinkChecks(options), options);
}

/** The whole conformance suite of a validator over rows whose fate is known. */
export function describeValidator(options: ValidatorUnderTest & DescribeOptions): void {
  describeChecks(`validator ${options.validator.name}`, validatorChecks(options), options);
}
