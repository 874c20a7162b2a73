/** A request as it arrived. Units: `atMs` epoch milliseconds of the fake's clock. */
export interface LoggedRequest {
  readonly atMs: number;
  readonly service: 'sales' | 'finance';
  /** `Sales.getReport` */
  readonly command: string;
  readonly args: readonly string[];
  readonly account: string | undefined;
  readonly mode: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** What was answered; 0 for a connection that was reset. */
  readonly status: number;
  /** Apple's code, when the answer was an error. */
  readonly code: number | undefined;
}
