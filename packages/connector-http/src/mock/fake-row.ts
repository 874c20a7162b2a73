import type { ColumnRuleConfig } from '@ledgerline/core';
import { type Draws, type FakeReport, fakeIsrc } from '@ledgerline/fakes';
import type { HttpSourceConfig } from '../config.ts';

type Field = keyof HttpSourceConfig['columns'];
type Column = Extract<ColumnRuleConfig, { headers: unknown }>;
type Step = NonNullable<Column['steps']>[number];

/** What a field of a line item may be, before it is written the way the mapping undoes. */
function value(field: Field, draws: Draws, index: number, period: string): string {
  if (field === 'isrc') return fakeIsrc(draws.zipf(500));
  if (field === 'upc') return '4006381333931';
  if (field === 'territory') return draws.pick(['DE', 'US', 'JP', 'NA']);
  if (field === 'period') return period;
  if (field === 'units') return String(1 + draws.int(900));
  if (field === 'amount') return `${draws.int(20)}.${1_000_000 + draws.int(9_000_000)}`;
  if (field === 'currency') return 'EUR';
  return field === 'saleType' ? 'stream' : `${field} ${index + 1}`;
}

function writtenAs(period: string, pattern: string): string {
  const [year = '', month = '01', day = '01'] = period.split('-');
  return pattern.replace('YYYY', year).replace('MM', month).replace('DD', day);
}

/** A whole number where the mapping moves the point: micros and the like. */
function unscaled(text: string, exponent: number): string {
  const [whole = '0', fraction = ''] = text.split('.');
  const digits = Math.max(0, -exponent);
  return `${whole}${fraction.slice(0, digits).padEnd(digits, '0')}`.replace(/^0+(?=\d)/, '');
}

/** The cell that a step makes the text of, where the step is one that can be undone. */
function undo(step: Step, text: string, draws: Draws): string {
  if (step.kind === 'table') {
    const keys = Object.keys(step.entries);
    return keys.length === 0 ? text : draws.pick(keys);
  }
  if (step.kind === 'date') return writtenAs(text, step.pattern);
  if (step.kind === 'scale') return unscaled(text, step.exponent);
  return step.kind === 'decimal' ? text.replace('.', step.mark) : text;
}

/** The first header and the steps of a rule that reads a cell. */
export function columnOf(
  rule: ColumnRuleConfig | undefined,
): { readonly header: string; readonly steps: readonly Step[] } | undefined {
  if (rule === undefined || 'constant' in rule || 'fromReport' in rule) return undefined;
  const { headers, steps = [] } = 'headers' in rule ? rule : { headers: rule };
  const [header] = headers;
  return header === undefined ? undefined : { header, steps };
}

/** A row that the mapping of the configuration can read, by header. */
export function fakeRow(
  { columns, ignore }: HttpSourceConfig,
  draws: Draws,
  index: number,
  { period }: FakeReport,
): Record<string, string> {
  const row: Record<string, string> = {};
  for (const [field, rule] of Object.entries(columns)) {
    const column = columnOf(rule);
    if (column === undefined) continue;
    const text = value(field as Field, draws, index, period);
    row[column.header] = [...column.steps].reverse().reduce((cell, step) => undo(step, cell, draws), text);
  }
  for (const header of ignore) row[header] ??= '';
  return row;
}
