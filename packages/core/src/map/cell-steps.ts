import type { CellStep } from '../contracts/columns.ts';
import { formatDecimal, normalizeDecimal, parseDecimal } from '../money/decimal.ts';
import { formatPeriod, periodFrom } from '../time/period.ts';

/** What a cell became: text, nothing, or a reason why it cannot become anything. */
export type CellResult = string | undefined | { readonly code: string; readonly message: string };

/** A transform of the text of one cell; pure, so that results may be remembered. */
export type CellFunction = (text: string) => CellResult;

/** The steps of a column as one function; a cell that is or becomes empty is absent, and no later step sees it. */
export function compileSteps(steps: readonly CellStep[]): CellFunction {
  const functions = steps.map(compileStep);
  return (text) => {
    let result: CellResult = text;
    for (const step of functions) {
      if (result === '') return undefined;
      result = step(result);
      if (typeof result !== 'string') return result;
    }
    return result === '' ? undefined : result;
  };
}

function compileStep(step: CellStep): CellFunction {
  switch (step.kind) {
    case 'upper':
      return (text) => text.toUpperCase();
    case 'strip': {
      const stripped = new Set(step.characters);
      return (text) => [...text].filter((character) => !stripped.has(character)).join('');
    }
    case 'blank': {
      const blanks = new Set(step.values);
      return (text) => (blanks.has(text) ? undefined : text);
    }
    case 'table': {
      const entries = new Map(Object.entries(step.entries));
      const unknown = { code: 'CELL_NOT_IN_TABLE', message: `is none of ${[...entries.keys()].join(', ')}` };
      return (text) => entries.get(text) ?? (step.otherwise === 'keep' ? text : unknown);
    }
    case 'scale':
      return scaled(step.exponent);
    case 'decimal':
      return markedDecimal(step.mark, step.thousands);
    case 'date':
      return dateBy(step.pattern);
  }
}

const notDecimal = { code: 'CELL_NOT_DECIMAL', message: 'is not a decimal number' };

function scaled(exponent: number): CellFunction {
  return (text) => {
    const value = parseDecimal(text);
    if (value === undefined) return notDecimal;
    const scale = value.scale - exponent;
    if (scale >= 0) return formatDecimal({ unscaled: value.unscaled, scale });
    return formatDecimal({ unscaled: value.unscaled * 10n ** BigInt(-scale), scale: 0 });
  };
}

function markedDecimal(mark: '.' | ',', thousands: string | undefined): CellFunction {
  const escaped = thousands?.replace(/[\\^$.*+?()[\]{}|-]/g, '\\$&');
  const whole = escaped === undefined ? '\\d+' : `\\d{1,3}(?:${escaped}\\d{3})+|\\d+`;
  const grammar = new RegExp(`^([+-]?)(${whole})(?:\\${mark}(\\d+))?$`);
  return (text) => {
    const match = grammar.exec(text);
    if (match === null) return { ...notDecimal, message: `is not a decimal number with the mark ${mark}` };
    const [, sign = '', digits = '', fraction] = match;
    const integer = thousands === undefined ? digits : digits.replaceAll(thousands, '');
    return normalizeDecimal(`${sign}${integer}${fraction === undefined ? '' : `.${fraction}`}`) ?? notDecimal;
  };
}

function dateBy(pattern: string): CellFunction {
  const unreadable = { code: 'DATE_UNREADABLE', message: `is not a date written ${pattern}` };
  return (text) => {
    const period = periodFrom(pattern, text);
    return period === undefined ? unreadable : formatPeriod(period);
  };
}
