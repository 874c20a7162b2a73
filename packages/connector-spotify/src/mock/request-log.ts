/** The parts of the fake, each on an origin of its own unless told otherwise. */
export type OriginName = 'api' | 'accounts' | 'storage';

/** A request as it arrived. Units: `atMs` epoch milliseconds of the fake's clock. */
export interface LoggedRequest {
  readonly atMs: number;
  readonly origin: OriginName;
  readonly method: string;
  /** With the query, as it came. */
  readonly path: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** What was answered; 0 for a connection that was reset. */
  readonly status: number;
}
