/** Facts of one event; never payloads, credentials or signed URLs. */
export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** A structured logger: stable event names, facts beside them. Children add correlation ids. */
export interface Logger {
  debug(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
  child(fields: LogFields): Logger;
}
