import { join } from 'node:path';
import type { ComparedSide, Equivalence, RowDifference, RowSums } from '../contracts/equivalence.ts';
import type { ItemField } from '../contracts/line-item.ts';
import type { LakeRow } from '../contracts/sink.ts';
import { CancelledError } from '../errors/leaves.ts';
import { ExactSum } from '../money/exact-sum.ts';
import { canonical, KeyTally, type SideName } from './key-tally.ts';
import { RowSpill, shareNumbers } from './row-spill.ts';

/** What both always fill: the cells of the control totals. */
const cellFields = ['territory', 'period', 'saleType', 'currency'] as const;
/** What tells rows of a cell apart; compared when both fill it somewhere. */
const namingFields = ['isrc', 'upc', 'dspTrackId', 'tier'] as const;

/** Rows of one delivery; asked for twice. */
export interface Delivery {
  rows(): AsyncIterable<readonly LakeRow[]>;
  readonly about: Pick<ComparedSide, 'revision' | 'object' | 'rejected'>;
}

export interface CompareRequest {
  readonly file: Delivery;
  readonly api: Delivery;
  /** A folder of its own for scratch files; need not exist. */
  readonly scratch: string;
  /** Ends the comparison at the next batch with a CancelledError. */
  readonly signal: AbortSignal;
  /** Called for every difference. Order: by share, so the same rows give the same order. */
  onDifference(difference: RowDifference): void;
}

/**
 * Compares two deliveries of one report as bags of rows.
 *
 * Memory is flat in the number of rows: they are spread over scratch files by their key and compared share by share.
 */
export async function compareDeliveries(request: CompareRequest): Promise<Equivalence> {
  const filled = { file: new Set<ItemField>(), api: new Set<ItemField>() };
  const sides = { file: new Sums(), api: new Sums() };
  for (const side of ['file', 'api'] as const)
    for await (const rows of batchesOf(request, side)) for (const row of rows) look(row, filled[side], sides[side]);
  const names = namingFields.filter((field) => filled.file.has(field) && filled.api.has(field));
  const fields: readonly ItemField[] = [...names, ...cellFields];
  const spills = { file: new RowSpill(join(request.scratch, 'file')), api: new RowSpill(join(request.scratch, 'api')) };
  try {
    for (const side of ['file', 'api'] as const)
      for await (const rows of batchesOf(request, side))
        for (const { line, cells } of rows) {
          const key = JSON.stringify(fields.map((field) => cells[field] ?? null));
          spills[side].put([key, canonical(cells.units), canonical(cells.amount), line]);
        }
    const found = compareShares(spills, fields, request.onDifference);
    return {
      ...{ verdict: found.verdict, comparedBy: fields },
      file: { ...sides.file.told(), ...request.file.about },
      api: { ...sides.api.told(), ...request.api.about },
      ...{ onlyFile: found.onlyFile.told(), onlyApi: found.onlyApi.told(), different: found.different.told() },
    };
  } finally {
    spills.file.close();
    spills.api.close();
  }
}

async function* batchesOf(request: CompareRequest, side: SideName): AsyncGenerator<readonly LakeRow[], void, void> {
  for await (const rows of request[side].rows()) {
    if (request.signal.aborted) throw new CancelledError();
    yield rows;
  }
}

function look({ cells }: LakeRow, filled: Set<ItemField>, sums: Sums): void {
  for (const field of namingFields) if (cells[field] !== undefined) filled.add(field);
  sums.add(1, cells.units ?? '0', cells.amount, cells.currency);
}

function compareShares(
  spills: Readonly<Record<SideName, RowSpill>>,
  fields: readonly ItemField[],
  onDifference: (difference: RowDifference) => void,
) {
  const found = { onlyFile: new Sums(), onlyApi: new Sums(), different: new Sums() };
  let isRegrouped = false;
  for (const number of shareNumbers)
    for (const [key, tally] of talliesOf(spills, number)) {
      const difference = tally.difference();
      if (difference === 'regrouped') isRegrouped = true;
      if (difference === undefined || difference === 'regrouped') continue;
      const cells = cellsOf(key, fields);
      addDifference(found, difference, cells.currency);
      onDifference({ key: cells, ...difference });
    }
  const rows = found.onlyFile.rows + found.onlyApi.rows + found.different.rows;
  const verdict: Equivalence['verdict'] = rows > 0 ? 'different' : isRegrouped ? 'regrouped' : 'equal';
  return { verdict, ...found };
}

function talliesOf(spills: Readonly<Record<SideName, RowSpill>>, number: number): Map<string, KeyTally> {
  const tallies = new Map<string, KeyTally>();
  for (const side of ['file', 'api'] as const)
    for (const row of spills[side].share(number)) {
      const tally = tallies.get(row[0]) ?? new KeyTally();
      tally.add(side, row);
      tallies.set(row[0], tally);
    }
  return tallies;
}

function cellsOf(key: string, fields: readonly ItemField[]): Partial<Record<ItemField, string>> {
  const values: readonly (string | null)[] = JSON.parse(key);
  const cells: Partial<Record<ItemField, string>> = {};
  for (const [at, field] of fields.entries()) {
    const value = values[at];
    if (typeof value === 'string') cells[field] = value;
  }
  return cells;
}

function addDifference(
  { onlyFile, onlyApi, different }: Readonly<Record<'onlyFile' | 'onlyApi' | 'different', Sums>>,
  { kind, file, api, units = '0', amount }: Omit<RowDifference, 'key'>,
  currency: string | undefined,
): void {
  if (kind === 'only-file' && file) onlyFile.add(file.rows, file.units, file.amount, currency);
  else if (kind === 'only-api' && api) onlyApi.add(api.rows, api.units, api.amount, currency);
  else different.add(Math.max(file?.rows ?? 0, api?.rows ?? 0), units, amount, currency);
}

/** Exact sums of rows, amounts by currency. */
class Sums {
  rows = 0;
  readonly #units = new ExactSum();
  readonly #amounts = new Map<string, ExactSum>();

  add(rows: number, units: string, amount: string | undefined, currency: string | undefined): void {
    this.rows += rows;
    this.#units.add(units);
    if (amount === undefined || currency === undefined) return;
    const sum = this.#amounts.get(currency) ?? new ExactSum();
    sum.add(amount);
    this.#amounts.set(currency, sum);
  }

  told(): RowSums {
    const amounts = [...this.#amounts].sort(([left], [right]) => (left < right ? -1 : 1));
    return {
      rows: this.rows,
      units: this.#units.toString(),
      amounts: Object.fromEntries(amounts.map(([currency, sum]) => [currency, sum.toString()])),
    };
  }
}
