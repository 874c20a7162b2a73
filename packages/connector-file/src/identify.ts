import { contains, formatPeriod, parsePeriod } from '@ledgerline/core';
import type { FileConfig } from './config.ts';
import type { Examined } from './examined.ts';
import { fileFault } from './file-fault.ts';
import { monthInName } from './months.ts';
import type { Preset, Said } from './preset.ts';

/** The report a file is, with everything its mapping asks for. */
export interface Identified extends Said {
  readonly period: string;
  readonly scope: string;
  readonly facts: Readonly<Record<string, string>>;
}

/**
 * Puts together which report a file is: what a person said first, then its content, then its name; they must agree.
 *
 * Errors: PayloadErrors `PERIOD_UNKNOWN`, `PERIOD_CONFLICT`, `PERIODS_SEVERAL`, `SCOPE_UNKNOWN`, and those of the preset.
 */
export function identify(
  file: Examined,
  preset: Preset,
  config: Pick<FileConfig, 'period' | 'scope' | 'facts'>,
): Identified {
  const { object, marks } = file;
  const told = {
    facts: config.facts,
    ...(config.period === undefined ? {} : { period: config.period }),
    ...(config.scope === undefined ? {} : { scope: config.scope }),
  };
  const said = preset.identify(file, told);
  const period = periodOf(file, preset, config.period, said.period);
  const scope = config.scope ?? said.scope ?? (preset.scopeExample === undefined ? '-' : undefined);
  if (scope === undefined)
    throw fileFault(
      object,
      'SCOPE_UNKNOWN',
      `neither its name nor its content tells which report of ${period} it is. Set --scope, as in --scope ${preset.scopeExample} (\`scope\`).`,
    );
  const { decimal, thousands, dates } = marks;
  return {
    ...said,
    period,
    scope,
    facts: { ...config.facts, ...said.facts, preset: preset.name, decimal, thousands, dates },
  };
}

function periodOf(file: Examined, preset: Preset, told: string | undefined, said: string | undefined): string {
  const { object, months } = file;
  const name = preset.grain === 'month' ? monthInName(object) : undefined;
  const inRows = monthOfRows(file, preset);
  const sources: readonly (readonly [string, string | undefined])[] = [
    ['you said', told && canonical(object, told)],
    ['the file says', said && canonical(object, said)],
    ['its rows say', inRows],
    ['its name says', said === undefined ? name : undefined],
  ];
  const stated = sources.filter((source): source is readonly [string, string] => source[1] !== undefined);
  const [first, ...others] = stated;
  if (first === undefined)
    throw fileFault(
      object,
      'PERIOD_UNKNOWN',
      'neither its name nor its content tells the period. Set --period 2026-03 (`period`), or put the month into the name.',
    );
  const other = others.find(([, period]) => !agrees(period, first[1], preset));
  if (other === undefined) return first[1];
  const line = months.find(([month]) => month === other[1])?.[1];
  throw fileFault(
    object,
    'PERIOD_CONFLICT',
    `${first[0]} ${first[1]}, ${other[0]} ${other[1]}${line === undefined ? '' : ` (line ${line})`}; find out which is right, and set --period or rename the file.`,
  );
}

/** The one month of the rows; months of adjustments do not count. Errors: `PERIODS_SEVERAL`. */
function monthOfRows({ object, months }: Examined, { grain }: Preset): string | undefined {
  if (grain !== 'month') return undefined;
  if (months.length < 2) return months[0]?.[0];
  throw fileFault(
    object,
    'PERIODS_SEVERAL',
    `it holds rows of several months: ${months
      .slice(0, 4)
      .map(([month, at]) => `${month} (line ${at})`)
      .join(', ')}. A report is of one month: split the file.`,
  );
}

/** A month agrees with a day in it, a fiscal month with a month it lies in. */
function agrees(one: string, other: string, { grain }: Preset): boolean {
  if (one === other) return true;
  const [left, right] = [parsePeriod(one), parsePeriod(other)];
  if (!left || !right) return false;
  if (grain === 'month') return contains(left, right) || contains(right, left);
  return left.start <= right.end && right.start <= left.end;
}

function canonical(object: string, text: string): string {
  const period = parsePeriod(text);
  if (period) return formatPeriod(period);
  throw fileFault(
    object,
    'PERIOD_INVALID',
    `"${text.slice(0, 32)}" is no period; write 2026-03, 2026-03-05 or 2026-03-01--2026-03-28.`,
  );
}
