/** Codes that are answered in the same way. */
export interface CodeFamily {
  /** What they are about, for people. */
  readonly about: string;
  /** What to do. */
  readonly next: string;
  /** What each means, by code. */
  readonly codes: Readonly<Record<string, string>>;
}
