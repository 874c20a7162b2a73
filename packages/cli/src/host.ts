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

/** Takes every known secret out of a text. */
export function redacted(text: string, secrets: Iterable<string>): string {
  let clean = text;
  for (const secret of [...secrets].sort((a, b) => b.length - a.length)) clean = clean.replaceAll(secret, '[secret]');
  return clean;
}
