import { type Static, Type } from 'typebox';
import { type DriftRule, driftRules, type Policy, type RuleName, ruleNames } from './rules.ts';

const closed = { additionalProperties: false };

/** Groups and reports cannot be set aside, so they have no `quarantine`. */
const RowPolicy = Type.Union([
  Type.Literal('off'),
  Type.Literal('flag'),
  Type.Literal('quarantine'),
  Type.Literal('stop'),
]);
const WholePolicy = Type.Union([Type.Literal('off'), Type.Literal('flag'), Type.Literal('stop')]);

const Minimum = Type.Integer({ minimum: 1, description: 'The least sample the rule judges by.' });

const policyOf = ({ level }: DriftRule) => (level === 'row' ? RowPolicy : WholePolicy);

const ruleSchema = (rule: DriftRule) =>
  Type.Optional(
    Type.Union(
      [policyOf(rule), Type.Object({ policy: Type.Optional(policyOf(rule)), minimum: Type.Optional(Minimum) }, closed)],
      { default: rule.policy, description: rule.meaning },
    ),
  );

/** What `ledgerline.yaml` says under a validator that uses `drift`. */
export const DriftConfig = Type.Object(
  {
    rules: Type.Optional(
      Type.Object(Object.fromEntries(ruleNames.map((name) => [name, ruleSchema(driftRules[name])])), {
        ...closed,
        description: 'A policy by rule: `off`, `flag`, `quarantine` (rules about rows) or `stop`.',
      }),
    ),
    minimumPeriods: Type.Optional(
      Type.Integer({
        minimum: 2,
        maximum: 24,
        default: 3,
        description: 'Committed reports before anything is compared with them.',
      }),
    ),
    maxPairs: Type.Optional(
      Type.Integer({
        minimum: 1024,
        maximum: 4_194_304,
        default: 524_288,
        description:
          'Pairs of ISRC and UPC that are remembered; those beyond are not judged. Each takes some 60 bytes of memory.',
      }),
    ),
  },
  closed,
);

/** A rule as it is applied. */
export interface RuleSetting {
  readonly policy: Policy;
  readonly minimum: number;
}

export interface DriftSettings {
  readonly rules: Readonly<Record<RuleName, RuleSetting>>;
  readonly minimumPeriods: number;
  readonly maxPairs: number;
}

type WrittenRule = Policy | { readonly policy?: Policy; readonly minimum?: number } | undefined;

/** The settings with defaults where nothing was written. */
export function driftSettings(config: Static<typeof DriftConfig>): DriftSettings {
  const written = (config.rules ?? {}) as Readonly<Record<string, WrittenRule>>;
  const rules = Object.fromEntries(
    ruleNames.map((name) => {
      const { policy, minimum } = driftRules[name];
      const own = written[name];
      return [name, typeof own === 'string' ? { policy: own, minimum } : { policy, minimum, ...own }];
    }),
  ) as Record<RuleName, RuleSetting>;
  const { minimumPeriods = 3, maxPairs = 524_288 } = config;
  return Object.freeze({ rules, minimumPeriods, maxPairs });
}
