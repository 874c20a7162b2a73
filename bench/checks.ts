/** One line of what the benchmark holds itself to. */
export interface Check {
  readonly id: string;
  readonly value: number;
  readonly unit: string;
  readonly limit: string;
  readonly holds: boolean;
}

const rounded = (value: number): number => Math.round(value * 1000) / 1000;

export function atMost(id: string, value: number, limit: number, unit = 'ratio'): Check {
  return { id, value: rounded(value), unit, limit: `<= ${limit}`, holds: value <= limit };
}

export function atLeast(id: string, value: number, limit: number, unit = 'ratio'): Check {
  return { id, value: rounded(value), unit, limit: `>= ${limit}`, holds: value >= limit };
}

export function equals(id: string, value: number, wanted: number, unit = 'rows'): Check {
  return { id, value, unit, limit: `= ${wanted}`, holds: value === wanted };
}
