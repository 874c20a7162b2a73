import type { DifferingRows, RowDifference } from '../contracts/equivalence.ts';
import { formatDecimal, negate, parseDecimal } from '../money/decimal.ts';
import { ExactSum } from '../money/exact-sum.ts';
import type { SpilledRow } from './row-spill.ts';

export type SideName = 'file' | 'api';

/** More different figures under one key are only added up: rows without any identifier share a key by the million. */
const maxFigures = 5_000;

interface Figures {
  readonly units: string;
  readonly amount: string;
  /** Rows of the file less rows of the API that say just this. */
  balance: number;
  /** The first line on the side that has more of them. */
  readonly lines: Record<SideName, number>;
}

class Side {
  rows = 0;
  line = 0;
  readonly units = new ExactSum();
  readonly amount = new ExactSum();
  #hasAmount = false;

  add(units: string, amount: string, line: number, rows = 1): void {
    this.line = this.rows === 0 ? line : Math.min(line, this.line);
    for (let row = 0; row < rows; row += 1) {
      this.units.add(units);
      if (amount !== '') this.amount.add(amount);
    }
    this.rows += rows;
    this.#hasAmount ||= amount !== '';
  }

  told(): DifferingRows {
    const { line, rows } = this;
    return {
      ...{ line, rows, units: this.units.toString() },
      ...(this.#hasAmount ? { amount: this.amount.toString() } : {}),
    };
  }
}

/** What both deliveries say under one combination of fields; rows that say the same cancel each other out. */
export class KeyTally {
  readonly #sides = { file: new Side(), api: new Side() };
  #figures: Map<string, Figures> | undefined = new Map();

  add(side: SideName, [, units, amount, line]: SpilledRow): void {
    this.#sides[side].add(units, amount, line);
    if (this.#figures === undefined) return;
    const key = `${units} ${amount}`;
    const known = this.#figures.get(key) ?? { units, amount, balance: 0, lines: { file: 0, api: 0 } };
    known.balance += side === 'file' ? 1 : -1;
    known.lines[side] ||= line;
    // What cancels out is forgotten, so that only differences are held.
    if (known.balance === 0) this.#figures.delete(key);
    else this.#figures.set(key, known);
    if (this.#figures.size > maxFigures) this.#figures = undefined;
  }

  /** Undefined when every row has its like; `regrouped` when only the number of rows differs. */
  difference(): Omit<RowDifference, 'key'> | 'regrouped' | undefined {
    const { file, api } = this.#sides;
    const left = this.#figures;
    if (left?.size === 0) return undefined;
    if (api.rows === 0) return { kind: 'only-file', file: file.told() };
    if (file.rows === 0) return { kind: 'only-api', api: api.told() };
    const [units, amount] = [less(file.units, api.units), less(file.amount, api.amount)];
    if (units === '0' && amount === '0') return 'regrouped';
    const [mine, theirs] = left ? this.#unlike(left) : [file, api];
    if (theirs.rows === 0) return { kind: 'only-file', file: mine.told() };
    if (mine.rows === 0) return { kind: 'only-api', api: theirs.told() };
    return { kind: 'different', file: mine.told(), api: theirs.told(), units, amount };
  }

  /** The rows that have no like on the other side. */
  #unlike(left: ReadonlyMap<string, Figures>): readonly [Side, Side] {
    const [file, api] = [new Side(), new Side()];
    for (const { units, amount, balance, lines } of left.values())
      if (balance > 0) file.add(units, amount, lines.file, balance);
      else api.add(units, amount, lines.api, -balance);
    return [file, api];
  }
}

/** One exact sum less another, in canonical text. */
function less(left: ExactSum, right: ExactSum): string {
  const sum = new ExactSum();
  sum.addDecimal(left.toDecimal());
  sum.addDecimal(negate(right.toDecimal()));
  return canonical(sum.toString());
}

/** A figure in the one spelling in which equal figures are equal texts. */
export function canonical(text: string | undefined): string {
  const parsed = text === undefined ? undefined : parseDecimal(text);
  if (parsed === undefined) return text ?? '';
  let { unscaled, scale } = parsed;
  for (; scale > 0 && unscaled % 10n === 0n; scale -= 1) unscaled /= 10n;
  return formatDecimal({ unscaled, scale });
}
