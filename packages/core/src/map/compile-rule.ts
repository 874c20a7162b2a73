import type { ColumnInput, ColumnRule } from '../contracts/columns.ts';
import type { Report } from '../contracts/report.ts';
import { ConfigError, PayloadError } from '../errors/leaves.ts';
import { compileSteps } from './cell-steps.ts';
import { absentField, cellsOfColumn, cellsOfText, type FieldSource, firstOf, transformed } from './field-source.ts';
import type { HeaderMatch } from './header-match.ts';

/** A lookup as the pipeline opened it; values come in the order of `fields`. */
export interface RowLookup {
  readonly fields: readonly string[];
  get(key: string): readonly (string | undefined)[] | undefined;
}

export interface RuleContext {
  readonly report: Report;
  readonly lookups: Readonly<Record<string, RowLookup>>;
  /** The columns that rows are looked up by, noted as rules are compiled. */
  readonly joins: Join[];
}

/** A lookup and the column of the document that holds its keys. */
export interface Join {
  readonly lookup: string;
  readonly header: string;
}

/** A list of names is short for a required column without transforms. */
export function ruleOf(input: ColumnInput): ColumnRule {
  return 'kind' in input ? input : { kind: 'column', headers: input, optional: false, steps: [] };
}

/** Turns a rule into a source of cells, against the header that is really there. */
export function compileRule(rule: ColumnRule, field: string, header: HeaderMatch, context: RuleContext): FieldSource {
  switch (rule.kind) {
    case 'constant':
      return cellsOfText(rule.value);
    case 'fromReport':
      return cellsOfText(reportProperty(context.report, rule.property, field));
    case 'coalesce':
      return firstOf(rule.rules.map((inner) => compileRule(inner, field, header, context)));
    case 'column': {
      const name = header.find(rule.headers, rule.optional, field);
      if (name === undefined) return absentField;
      const cells = cellsOfColumn(name);
      return rule.steps.length === 0 ? cells : transformed(cells, field, `column "${name}"`, compileSteps(rule.steps));
    }
    case 'joined': {
      const key = header.find(rule.by, false, field);
      if (key === undefined) throw header.missing(rule.by, field);
      const take = lookupValue(context.lookups[rule.lookup], rule.lookup, rule.take, field);
      if (!context.joins.some((join) => join.lookup === rule.lookup && join.header === key))
        context.joins.push({ lookup: rule.lookup, header: key });
      const joined = transformed(cellsOfColumn(key), field, `column "${key}"`, take);
      if (rule.steps.length === 0) return joined;
      return transformed(joined, field, `"${rule.take}" of ${rule.lookup}`, compileSteps(rule.steps));
    }
  }
}

function lookupValue(lookup: RowLookup | undefined, name: string, take: string, field: string) {
  const index = lookup?.fields.indexOf(take) ?? -1;
  if (lookup === undefined || index < 0) {
    throw new ConfigError(
      `The columns of ${field} join "${take}" of the lookup "${name}", which the source does not give. Add it to the lookups of \`read\`.`,
      { details: { path: field } },
    );
  }
  return (key: string) => lookup.get(key)?.[index] || undefined;
}

function reportProperty(report: Report, property: string, field: string): string {
  const value = ['period', 'account', 'scope', 'feed'].includes(property)
    ? report[property as 'period' | 'account' | 'scope' | 'feed']
    : report.facts?.[property];
  if (value !== undefined) return value;
  throw new PayloadError(
    `${report.object}: the listing gave no fact "${property}" for ${field}. Let \`list\` put it into \`facts\`.`,
    { code: 'FACT_MISSING', details: { object: report.object, path: field } },
  );
}
