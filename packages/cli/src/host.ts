/** A stream the command writes to. */
export interface Output {
  write(text: string): void;
  /** A terminal shows live progress and colours; anything else gets plain lines. */
  readonly terminal: boolean;
  readonly colours: boolean;
}

/** The process as the commands see it. */
export interface Host {
  readonly out: Output;
  readonly err: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Puts a question to whoever sits at the terminal; absent where nobody does. */
  ask?(question: string): Promise<string>;
  /** Aborts when the process is asked to stop. */
  readonly signal: AbortSignal;
  /** Texts that must never be shown; commands add those of the configuration. */
  readonly secrets: Set<string>;
}

/** Options that every command has. */
export interface GlobalOptions {
  readonly config: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
}

/** A shorter secret would take words and numbers apart that have nothing to do with it. */
const minSecretLength = 4;

/** Takes every known secret out of a text. */
export function redacted(text: string, secrets: Iterable<string>): string {
  const known = [...secrets].filter((secret) => secret.length >= minSecretLength);
  let clean = text;
  for (const secret of known.sort((a, b) => b.length - a.length)) clean = clean.replaceAll(secret, '[secret]');
  return clean;
}

/** A value as one line of JSON, secrets taken out of its texts, so that it stays JSON. */
export function redactedJson(value: object, secrets: Iterable<string>): string {
  return JSON.stringify(value, (_, part: unknown) => (typeof part === 'string' ? redacted(part, secrets) : part));
}
