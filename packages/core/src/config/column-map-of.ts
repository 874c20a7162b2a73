import type { ColumnMap, ColumnRule } from '../contracts/columns.ts';
import type { ColumnMapConfig, ColumnRuleConfig } from './column-map-schema.ts';

/**
 * The mapping that a configuration writes down; pure.
 *
 * @example
 * ```ts
 * const columns = columnMapOf({ isrc: ['ISRC'], saleType: { constant: 'stream' } });
 * assert.deepEqual(columns.saleType, { kind: 'constant', value: 'stream' });
 * ```
 */
export function columnMapOf(config: ColumnMapConfig): ColumnMap {
  const rules = Object.entries(config).flatMap(([field, rule]) => (rule === undefined ? [] : [[field, ruleOf(rule)]]));
  return Object.freeze(Object.fromEntries(rules));
}

function ruleOf(rule: ColumnRuleConfig): ColumnRule {
  if ('constant' in rule) return { kind: 'constant', value: rule.constant };
  if ('fromReport' in rule) return { kind: 'fromReport', property: rule.fromReport };
  const { headers, optional = false, steps = [] } = 'headers' in rule ? rule : { headers: rule };
  return {
    kind: 'column',
    headers,
    optional,
    steps: steps.map((step) => (step.kind === 'table' ? { ...step, otherwise: step.otherwise ?? 'reject' } : step)),
  };
}
