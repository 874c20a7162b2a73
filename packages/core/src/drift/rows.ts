import type { ByteColumn, ItemBatch } from '../contracts/batch.ts';
import type { ItemField } from '../contracts/line-item.ts';
import type { Judge } from '../contracts/validator.ts';
import { Group, type GroupSnapshot, rowRules, Territory, type TerritoryStanding } from './group.ts';
import { GroupTable } from './group-table.ts';
import type { History } from './history.ts';
import type { PairTable } from './pair-table.ts';
import { driftRules, type RuleName } from './rules.ts';
import type { DriftSettings } from './settings.ts';
import { binOf, bins, binsPerOctave, CellNumber, leastDigits, placeOfLog2 } from './statistic.ts';

/** Beyond this many groups the tier no longer tells them apart: a document with a text of its own in every row must not fill memory. */
const maxGroups = 4096;
/** Half of at least so many rows out of line is no row gone wrong but a whole group, or the whole report. */
const leastGroupRows = 8;
const leastReportRows = 64;
/** How near to 10³ or 10⁶ a jump must be, in octaves. */
export const jumpTolerance = 0.75;

const [signMark, jumpMark, rateMark] = [4, 5, 6];
const fieldOf: Readonly<Record<(typeof rowRules)[number], ItemField>> = {
  'territory-invalid': 'territory',
  'territory-new': 'territory',
  'currency-row': 'currency',
  'sign-row': 'amount',
  'unit-jump-row': 'amount',
  'rate-row': 'amount',
};

const noColumn: ByteColumn = { bytes: new Uint8Array(0), start: new Int32Array(0), end: new Int32Array(0) };

export interface RowsOptions {
  readonly history: History;
  readonly settings: DriftSettings;
  readonly pairs: PairTable | undefined;
  standingOf(territory: string): TerritoryStanding;
  /** Whether a person let this pass; its rows are then not set aside. */
  isAccepted(rule: RuleName, subject: string): boolean;
}

/**
 * The rows of a report as they pass: counted by group, compared with their bands, set aside where a rule says so.
 *
 * Two passes over a batch: the first only counts, so that the second knows whether a row went wrong alone or with half of its group.
 * Memory: groups and pairs are bounded; per row nothing is kept.
 */
export class DriftRows {
  readonly #options: RowsOptions;
  readonly #territories = new Map<string, Territory>();
  readonly #groups = new Map<string, Group>();
  #byTier = true;
  readonly #table: GroupTable;
  /** The groups of the table's numbers; when tiers stop counting, several keys share a group. */
  readonly #groupsByNumber: Group[] = [];
  #numbers = new Int32Array(0);
  #marks = new Uint8Array(0);
  #bins = new Int16Array(0);
  #unitsOf = new Float64Array(0);
  #opposite = new Uint8Array(0);
  #seen = 0;
  readonly #marked = new Float64Array(rowRules.length + 1);
  #quarantines: readonly boolean[] = [];

  constructor(options: RowsOptions) {
    this.#options = options;
    this.#table = new GroupTable((texts) => this.#groupsByNumber.push(this.#groupOfTexts(texts)));
    this.#quarantines = [false, ...rowRules.map((rule) => options.settings.rules[rule].policy === 'quarantine')];
  }

  /** Order: in which groups first came. */
  groups(): readonly Group[] {
    return [...this.#groups.values()];
  }

  check(batch: ItemBatch, judge: Judge): void {
    if (this.#marks.length < batch.length) this.#grow(batch.length);
    if (this.#byTier && this.#groups.size > maxGroups) this.#byTier = false;
    if (this.#count(batch)) this.#setAside(batch, judge);
  }

  snapshot(): RowsSnapshot {
    return {
      groups: this.groups().map((group) => group.snapshot()),
      byTier: this.#byTier,
      seen: this.#seen,
      marked: [...this.#marked],
    };
  }

  restore({ groups, byTier, seen, marked }: RowsSnapshot): void {
    this.#byTier = byTier;
    this.#seen = seen;
    this.#marked.set(marked);
    for (const snapshot of groups) this.#groupNamed(...snapshot[0]).restore(snapshot);
  }

  /** Counts the rows of a batch; true when one was marked. */
  #count(batch: ItemBatch): boolean {
    const { alive, lines, length } = batch;
    const numbers = this.#numbers;
    this.#table.fill(this.#keyColumns(batch), alive, length, numbers);
    const [isrc, upc] = [batch.column('isrc'), batch.column('upc')];
    if (isrc && upc) this.#options.pairs?.see(isrc, upc, batch);
    this.#readNumbers(batch);
    const groups = this.#groupsByNumber;
    const marks = this.#marks;
    const bins = this.#bins;
    const values = this.#unitsOf;
    const opposite = this.#opposite;
    let any = false;
    let seen = 0;
    for (let index = 0; index < length; index++) {
      if (alive[index] === 0) continue;
      const group = groups[numbers[index]!]!;
      const bin = bins[index]!;
      if (group.seen === 0) group.firstLine = lines[index]!;
      group.seen += 1;
      seen += 1;
      group.negative += opposite[index]!;
      let mark = group.mark;
      if (mark === 0 && opposite[index] === 1 && group.judgesSign) mark = signMark;
      if (mark === 0 && bin >= 0 && (bin < group.lowBin || bin > group.highBin)) mark = this.#markOfRate(group, bin);
      if (mark === 0) {
        group.rows += 1;
        group.units += values[index]!;
        if (bin >= 0) group.rates.add(bin);
        continue;
      }
      any = true;
      marks[index] = mark;
      this.#marked[mark]! += 1;
      if (group.marked[mark]! === 0) group.markedLine[mark] = lines[index]!;
      group.marked[mark]! += 1;
    }
    this.#seen += seen;
    return any;
  }

  /** Units, the bin of the amount per unit, and whether their signs are opposite, row by row. */
  #readNumbers(batch: ItemBatch): void {
    const [unitsOf, binsOf, opposite] = [this.#unitsOf, this.#bins, this.#opposite];
    const [units, amount] = [batch.column('units') ?? noColumn, batch.column('amount') ?? noColumn];
    const { bytes: unitBytes, start: unitStart, end: unitEnd } = units;
    const { bytes: amountBytes, start: amountStart, end: amountEnd } = amount;
    const hasUnits = units !== noColumn;
    const hasAmount = amount !== noColumn;
    const unit = new CellNumber();
    const money = new CellNumber();
    for (let index = 0; index < batch.length; index++) {
      unitsOf[index] = 0;
      binsOf[index] = -1;
      opposite[index] = 0;
      if (!hasUnits || unitStart[index]! < 0 || !unit.read(unitBytes, unitStart[index]!, unitEnd[index]!)) continue;
      unitsOf[index] = unit.negative ? -unit.digits : unit.digits;
      if (!hasAmount || amountStart[index]! < 0) continue;
      if (!money.read(amountBytes, amountStart[index]!, amountEnd[index]!)) continue;
      if (money.negative !== unit.negative && money.digits > 0) opposite[index] = 1;
      if (money.digits >= leastDigits && unit.digits > 0) binsOf[index] = binOf(money.magnitude / unit.magnitude);
    }
  }

  #markOfRate(group: Group, bin: number): number {
    const { rules } = this.#options.settings;
    const shift = Math.abs(bin + 0.5 - placeOfLog2(group.band!.median)) / binsPerOctave;
    const judges = (rule: 'rate-row' | 'unit-jump-row') =>
      rules[rule].policy !== 'off' && group.band!.rows >= rules[rule].minimum;
    if (isUnitJump(shift) && bin > 0 && bin < bins - 1 && judges('unit-jump-row')) return jumpMark;
    return judges('rate-row') ? rateMark : 0;
  }

  /** Rejects marked rows where their rule says so and they went wrong alone; the others stay. */
  #setAside(batch: ItemBatch, judge: Judge): void {
    for (let index = 0; index < batch.length; index++) {
      const mark = this.#marks[index]!;
      if (mark === 0) continue;
      this.#marks[index] = 0;
      const group = this.#groupsByNumber[this.#numbers[index]!]!;
      const rule = rowRules[mark - 1]!;
      if (
        this.#quarantines[mark] &&
        !this.#isShifted(group, mark) &&
        !this.#options.isAccepted(rule, subjectOf(rule, group))
      ) {
        group.negative -= this.#opposite[index]!;
        judge.reject(index, driftRules[rule].code, fieldOf[rule], rowMessage(rule, group));
        continue;
      }
      group.rows += 1;
      group.units += this.#unitsOf[index]!;
      if (this.#bins[index]! >= 0) group.rates.add(this.#bins[index]!);
    }
  }

  /** Whether it is half of the group or of the report, and no longer a matter of rows. A territory is a matter of all its rows. */
  #isShifted(group: Group, mark: number): boolean {
    if (mark < signMark) return false;
    return (
      (group.seen >= leastGroupRows && group.marked[mark]! * 2 >= group.seen) ||
      (this.#seen >= leastReportRows && this.#marked[mark]! * 2 >= this.#seen)
    );
  }

  #keyColumns(batch: ItemBatch): readonly (ByteColumn | undefined)[] {
    const tier = this.#byTier ? batch.column('tier') : undefined;
    return [batch.column('territory'), batch.column('saleType'), tier, batch.column('currency')];
  }

  #groupOfTexts([territory = '', saleType = '', tier = '', currency = '']: readonly (string | undefined)[]): Group {
    return this.#groupNamed(territory, saleType, tier, currency);
  }

  #groupNamed(territory: string, saleType: string, tier: string, currency: string): Group {
    const key = JSON.stringify([territory, saleType, tier, currency]);
    const known = this.#groups.get(key);
    if (known) return known;
    const { history, settings, standingOf } = this.#options;
    const place = this.#territories.get(territory) ?? new Territory(territory, standingOf(territory), history);
    this.#territories.set(territory, place);
    const group = new Group(place, [saleType, tier, currency], history, settings);
    this.#groups.set(key, group);
    return group;
  }

  #grow(length: number): void {
    this.#marks = new Uint8Array(length);
    this.#bins = new Int16Array(length);
    this.#unitsOf = new Float64Array(length);
    this.#opposite = new Uint8Array(length);
    this.#numbers = new Int32Array(length);
  }
}

export interface RowsSnapshot {
  readonly groups: readonly GroupSnapshot[];
  readonly byTier: boolean;
  readonly seen: number;
  readonly marked: readonly number[];
}

/** Whether a shift in octaves is a factor of 10³ or 10⁶, either way. */
export function isUnitJump(shift: number): boolean {
  const thousands = Math.abs(shift) / Math.log2(1000);
  const times = Math.round(thousands);
  return (times === 1 || times === 2) && Math.abs(thousands - times) * Math.log2(1000) <= jumpTolerance;
}

/** What a finding about rows of a group is about. */
export function subjectOf(rule: (typeof rowRules)[number], group: Group): string {
  if (rule === 'territory-invalid' || rule === 'territory-new') return group.territory.name;
  return rule === 'currency-row' ? `${group.territory.name} ${group.currency}` : group.key;
}

function rowMessage(rule: (typeof rowRules)[number], group: Group): string {
  const what: Readonly<Record<typeof rule, string>> = {
    'territory-invalid': `The territory ${group.territory.name} is ${group.territory.standing === 'withdrawn' ? 'withdrawn' : 'none of any known scheme'}`,
    'territory-new': `The territory ${group.territory.name} was never seen before`,
    'currency-row': `${group.territory.name} never had ${group.currency}`,
    'sign-row': `Amount and units have opposite signs, which ${group.key} never had`,
    'unit-jump-row': `The amount per unit is a thousand or a million times off what ${group.key} has`,
    'rate-row': `The amount per unit is outside the band of ${group.key}`,
  };
  return `${what[rule]}; ask the DSP, or let it pass with \`ledgerline drift accept\`.`;
}
