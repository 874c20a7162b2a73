/** One line of the report; `holds` is whether `value` is what `limit` says. */
export interface Check {
  readonly id: string;
  readonly value: number | string;
  readonly unit: string;
  readonly limit: string;
  readonly holds: boolean;
  /** What was seen, where it does not hold. */
  readonly detail?: string;
}

/** Units: characters of what a failed step printed that are worth keeping. */
const tailLength = 2000;

/** What was found on the way. */
export class Journal {
  readonly checks: Check[] = [];
  readonly #tell: (line: string) => void;

  constructor(tell: (line: string) => void) {
    this.#tell = tell;
  }

  is(id: string, value: number | string, wanted: number | string, unit: string, seen = ''): void {
    this.#add({ id, value, unit, limit: String(wanted), holds: value === wanted }, seen);
  }

  atMost(id: string, value: number, most: number, unit: string): void {
    this.#add({ id, value, unit, limit: `<= ${most}`, holds: value <= most }, '');
  }

  atLeast(id: string, value: number, least: number, unit: string, seen = ''): void {
    this.#add({ id, value, unit, limit: `>= ${least}`, holds: value >= least }, seen);
  }

  /** Whether everything so far is as it should be. */
  get holds(): boolean {
    return this.checks.length > 0 && this.checks.every((check) => check.holds);
  }

  #add(check: Check, seen: string): void {
    this.checks.push(check.holds || seen === '' ? check : { ...check, detail: seen.slice(-tailLength) });
    const { holds, id, value, unit, limit } = check;
    this.#tell(`${holds ? 'ok    ' : 'FAILED'} ${id}: ${value} ${unit}, wanted ${limit}`);
    if (!holds && seen !== '') this.#tell(seen.slice(-tailLength));
  }
}
