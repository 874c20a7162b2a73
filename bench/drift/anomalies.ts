import type { RuleName } from '../../packages/core/src/drift/rules.ts';
import type { SimulatedReport, SimulatedRow } from './world.ts';

/** Something that goes wrong with a whole report, and the rules of which one has to notice it. */
export interface Anomaly {
  readonly id: string;
  readonly rules: readonly RuleName[];
  /** Only in feeds with amounts. */
  readonly money: boolean;
  spoil(rows: readonly SimulatedRow[]): SimulatedRow[];
}

const times = (amount: string, factor: number): string =>
  (Number(amount) * factor).toFixed(amount.split('.')[1]?.length ?? 0);

const everyRow = (change: (row: SimulatedRow) => Partial<SimulatedRow>) => (rows: readonly SimulatedRow[]) =>
  rows.map((row) => ({ ...row, ...change(row) }));

const exchanged: Readonly<Record<string, string>> = { EUR: 'USD', USD: 'EUR', GBP: 'EUR' };

export const anomalies: readonly Anomaly[] = [
  {
    ...{ id: 'unit-jump', rules: ['unit-jump'], money: false },
    spoil: everyRow(({ units }) => ({ units: units * 1_000_000 })),
  },
  {
    ...{ id: 'micros', rules: ['unit-jump'], money: true },
    spoil: everyRow(({ amount }) => ({ amount: times(amount, 1_000_000) })),
  },
  {
    ...{ id: 'thousands', rules: ['unit-jump'], money: true },
    spoil: everyRow(({ amount, territory }) => (territory === 'GB' ? { amount: times(amount, 1000) } : {})),
  },
  {
    ...{ id: 'currency-swap', rules: ['currency-swap'], money: true },
    spoil: everyRow(({ currency, territory }) =>
      territory === 'GB' || territory === 'DE' ? { currency: exchanged[currency] ?? 'USD' } : {},
    ),
  },
  {
    ...{ id: 'sign-flip', rules: ['sign-flip'], money: true },
    spoil: everyRow(({ amount }) => ({ amount: Number(amount) === 0 ? amount : `-${amount}` })),
  },
  {
    ...{ id: 'halved-rate', rules: ['rate'], money: true },
    spoil: everyRow(({ amount, territory }) => (territory === 'US' ? { amount: times(amount, 0.5) } : {})),
  },
  {
    ...{ id: 'missing-territory', rules: ['territory-missing'], money: false },
    spoil: (rows) => rows.filter(({ territory }) => territory !== 'DE'),
  },
  {
    ...{ id: 'swapped-upc', rules: ['upc-changed'], money: false },
    spoil(rows) {
      const [first, second] = [rows[0]!, rows.find(({ isrc }) => isrc !== rows[0]!.isrc)!];
      const swap = new Map([
        [first.isrc, second.upc],
        [second.isrc, first.upc],
      ]);
      return rows.map((row) => ({ ...row, upc: swap.get(row.isrc) ?? row.upc }));
    },
  },
  {
    ...{ id: 'doubled-volume', rules: ['volume'], money: false },
    spoil: (rows) => [...rows, ...rows],
  },
  {
    ...{ id: 'single-row', rules: ['unit-jump-row'], money: true },
    spoil: (rows) => {
      const [largest] = [...rows].sort((left, right) => right.units - left.units);
      return rows.map((row) => (row === largest ? { ...row, amount: times(row.amount, 1_000_000) } : row));
    },
  },
  {
    ...{ id: 'impossible-territory', rules: ['territory-invalid'], money: false },
    spoil: everyRow(({ territory }) => (territory === 'FR' ? { territory: 'QX' } : {})),
  },
  {
    ...{ id: 'odd-new-territory', rules: ['territory-new'], money: true },
    spoil: everyRow(({ territory, amount }) =>
      territory === 'US' ? { territory: 'KE', amount: times(amount, 40) } : {},
    ),
  },
];

export function spoiled(report: SimulatedReport, anomaly: Anomaly): SimulatedReport {
  return { ...report, rows: anomaly.spoil(report.rows) };
}
