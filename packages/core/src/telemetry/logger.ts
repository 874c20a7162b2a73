import { type Logger as Pino, pino } from 'pino';
import type { LogFields, Logger } from '../contracts/logger.ts';
import { prettyLine } from './pretty-line.ts';
import { redactSecrets } from './redact-secrets.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

export interface LogDestination {
  /** Takes one line with its line break. */
  write(line: string): void;
}

export interface LoggerOptions {
  readonly level: LogLevel;
  /** Lines for people instead of NDJSON. @default false */
  readonly pretty?: boolean;
  /** @default standard error, so that standard output stays free for results */
  readonly destination?: LogDestination;
  /** Secret values; none of four characters or more appears in any line. */
  readonly redact: readonly string[];
  /** Units: epoch ms, from the injected clock. */
  readonly wallMs: () => number;
}

/**
 * Creates the structured logger of a process.
 *
 * Shape: one JSON object a line: `level`, `time` (ISO), the ids of its children, facts, and the stable event name in `event`.
 */
export function createLogger(options: LoggerOptions): Logger {
  const { level, destination, wallMs, pretty = false } = options;
  const clean = redactSecrets(options.redact);
  const sink = destination ?? pino.destination({ fd: 2, sync: true });
  const stream = pretty ? { write: (line: string) => sink.write(prettyLine(line)) } : sink;
  const root = pino(
    {
      level,
      base: null,
      timestamp: () => `,"time":"${new Date(wallMs()).toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
    },
    stream,
  );
  return wrap(root, clean);
}

/** Creates a logger that says nothing. */
export function createSilentLogger(): Logger {
  const silent: Logger = {
    debug() {},
    info() {},
    warn() {},
    error() {},
    child: () => silent,
  };
  return silent;
}

type Clean = (text: string) => string;

function wrap(logger: Pino, clean: Clean): Logger {
  const at =
    (level: 'debug' | 'info' | 'warn' | 'error') =>
    (event: string, fields: LogFields = {}): void => {
      if (logger.isLevelEnabled(level)) logger[level]({ ...cleaned(fields, clean), event: clean(event) });
    };
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    child: (fields) => wrap(logger.child(cleaned(fields, clean)), clean),
  };
}

/** Names that every line carries anyway; a fact of that name keeps its value under a name of its own. */
const reserved: ReadonlySet<string> = new Set(['level', 'time', 'event']);

function cleaned(fields: LogFields, clean: Clean): Record<string, string | number | boolean | null | undefined> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      clean(reserved.has(name) ? `${name}_` : name),
      cleanedValue(value, clean),
    ]),
  );
}

function cleanedValue(value: LogFields[string], clean: Clean): LogFields[string] {
  if (typeof value === 'string') return clean(value);
  if (typeof value !== 'number') return value;
  const text = String(value); // a numeric secret is a secret too
  const kept = clean(text);
  return kept === text ? value : kept;
}
