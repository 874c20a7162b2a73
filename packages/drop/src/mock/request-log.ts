/** A request as it arrived. Units: `atMs` epoch milliseconds of the fake's clock. */
export interface LoggedRequest {
  readonly atMs: number;
  readonly op: 'list' | 'get';
  /** Decoded; '' for listings. */
  readonly key: string;
  readonly query: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** What was answered; 0 for a connection that was reset. */
  readonly status: number;
}
