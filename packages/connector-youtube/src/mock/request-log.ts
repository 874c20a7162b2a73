/** The parts of the fake; all on one origin, told apart by their paths. */
export type Part = 'oauth' | 'api' | 'media';

/** A request as it arrived. Units: `atMs` epoch milliseconds of the fake's clock. */
export interface LoggedRequest {
  readonly atMs: number;
  readonly part: Part;
  readonly method: string;
  /** With the query, as it came. */
  readonly path: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** What was answered; 0 for a connection that was reset. */
  readonly status: number;
}
