import { fileFault, shownCell } from './file-fault.ts';

export interface NumberMarks {
  readonly decimal: '.' | ',';
  /** Empty when there is none. */
  readonly thousands: string;
}

interface Sight {
  readonly text: string;
  readonly line: number;
}

const grouped = /^[+-]?\d{1,3}([.,'\u2019\u00a0\u202f ])\d{3}(?:\1\d{3})*(?:(?!\1)([.,])(\d+))?$/;
const single = /^[+-]?(\d*)([.,])(\d+)(?:[eE][+-]?\d+)?$/;

/**
 * Finds out which mark stands before decimals and which between thousands, from every cell of the columns with numbers.
 *
 * `1.234` alone says nothing and decides nothing; `0.123`, `1234.5`, `1.234,56` and `1.234.567` do. In a column of units, which are whole
 * numbers, a mark before three digits stands between thousands.
 */
export class NumberSurvey {
  readonly #decimals = new Map<string, Sight>();
  readonly #thousands = new Map<string, Sight>();
  /** Cells that may be thousands or three decimals, by their mark. */
  readonly #unclear = new Map<string, Sight>();

  note(text: string, line: number, whole: boolean): void {
    if (!/[.,' \u2019\u00a0\u202f]/.test(text)) return;
    const cell = text.trim();
    const groups = grouped.exec(cell);
    if (groups) {
      const [, between = '', before] = groups;
      if (before !== undefined) {
        this.#see(this.#thousands, between, cell, line);
        this.#see(this.#decimals, before, cell, line);
        return;
      }
      const isMark = between === '.' || between === ',';
      const several = cell.split(between).length > 2;
      if (whole || several || !isMark) {
        this.#see(this.#thousands, between, cell, line);
        return;
      }
      if (!/^[+-]?0/.test(cell)) {
        this.#see(this.#unclear, between, cell, line);
        return;
      }
    }
    const one = single.exec(cell);
    if (one && !whole) this.#see(this.#decimals, one[2]!, cell, line);
  }

  /** Errors: PayloadError `NUMBERS_MIXED` when cells contradict each other, `NUMBERS_AMBIGUOUS` when none decides. */
  settle(object: string, told: { readonly decimal?: '.' | ','; readonly thousands?: string }): NumberMarks {
    const seen = told.thousands ?? this.#thousandsMark(object);
    const decimal = told.decimal ?? this.#decimalMark(object, seen);
    // Where one mark stands before decimals, the other one before three digits stands between thousands.
    const other = decimal === '.' ? ',' : '.';
    const thousands = seen === '' && told.thousands === undefined && this.#unclear.has(other) ? other : seen;
    return { decimal, thousands };
  }

  #decimalMark(object: string, thousands: string): '.' | ',' {
    const [first, second] = [...this.#decimals];
    if (first && second) throw mixed(object, first[1], second[1]);
    if (first) {
      if (first[0] === thousands) throw mixed(object, first[1], this.#thousands.get(thousands) ?? first[1]);
      return first[0] === ',' ? ',' : '.';
    }
    if (thousands === '.') return ',';
    const [unclear] = [...this.#unclear];
    if (thousands === ',' || unclear === undefined) return '.';
    const [mark, { text, line }] = unclear;
    throw fileFault(
      object,
      'NUMBERS_AMBIGUOUS',
      `line ${line} has ${shownCell(text)}, which may be ${text.replaceAll(mark, '')} or a number with three decimals, and no other cell decides it. Set the decimal mark: --decimal "." or --decimal "," (\`dialect.decimal\`).`,
    );
  }

  #thousandsMark(object: string): string {
    const [first, second] = [...this.#thousands];
    if (first && second) throw mixed(object, first[1], second[1]);
    return first?.[0] ?? '';
  }

  #see(marks: Map<string, Sight>, mark: string, text: string, line: number): void {
    if (!marks.has(mark)) marks.set(mark, { text, line });
  }
}

function mixed(object: string, one: Sight, other: Sight): Error {
  return fileFault(
    object,
    'NUMBERS_MIXED',
    `line ${one.line} has ${shownCell(one.text)} and line ${other.line} has ${shownCell(other.text)}: numbers are written in two ways. Export the file again with one way of writing numbers.`,
  );
}

/** A number as an exact plain decimal; undefined when it is none. */
export function plainNumber(text: string, { decimal, thousands }: NumberMarks): string | undefined {
  const bare = thousands === '' ? text.trim() : text.trim().replaceAll(thousands, '');
  const plain = decimal === ',' ? bare.replace(',', '.') : bare;
  return /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(plain) ? plain : undefined;
}

/** A number while the marks are not known yet: the last of two marks, or a mark that occurs once, stands before decimals. */
export function looseNumber(text: string): string | undefined {
  const bare = text.trim().replace(/[' \u2019\u00a0\u202f]/g, '');
  const [point, comma] = [bare.lastIndexOf('.'), bare.lastIndexOf(',')];
  const mark = comma > point ? ',' : '.';
  const other = mark === ',' ? '.' : ',';
  const once = bare.indexOf(mark) === bare.lastIndexOf(mark);
  return plainNumber(once ? bare : bare.replaceAll(mark, ''), { decimal: mark, thousands: other });
}
