import { ConfigError } from '../errors/leaves.ts';

/** Units: both count from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** One thing that is wrong with a configuration. */
export interface Problem {
  readonly path: readonly string[];
  /** What is wrong and what to write instead; never the value itself, which may be a secret. */
  readonly message: string;
  /** `key` when the key is at fault, not its value. @default 'value' */
  readonly about?: 'key' | 'value';
  /** @default 'CONFIG_INVALID' */
  readonly code?: string;
  readonly position?: Position;
}

/** `pipelines.spotify-sales.feeds[0]` */
export function dottedPath(path: readonly string[]): string {
  return path
    .map((part, index) => {
      if (/^\d+$/.test(part) && index > 0) return `[${part}]`;
      const shown = /^[\w-]+$/.test(part) ? part : JSON.stringify(part);
      return index === 0 ? shown : `.${shown}`;
    })
    .join('');
}

function sentence(problem: Problem): string {
  return problem.path.length === 0 ? problem.message : `${dottedPath(problem.path)}: ${problem.message}`;
}

function before(a: Problem, b: Problem): number {
  const [left, right] = [a.position, b.position];
  if (!left || !right) return left ? -1 : right ? 1 : 0;
  return left.line - right.line || left.column - right.column;
}

/**
 * All problems of a configuration as one error; one that several accounts share is told once.
 *
 * Shape: `details` has `file`, `problems` (their number) and the `line` and `column` of the first.
 */
export function configError(file: string, problems: readonly Problem[]): ConfigError {
  const ordered = [...new Map(problems.map((problem) => [sentence(problem), problem])).values()].sort(before);
  const codes = new Set(ordered.map((problem) => problem.code ?? 'CONFIG_INVALID'));
  const [first] = ordered;
  const [code] = codes;
  const lines = ordered.map((problem) => {
    const at = problem.position ? `${file}:${problem.position.line}:${problem.position.column}` : file;
    return `  ${at}  ${sentence(problem)}`;
  });
  const message =
    first && ordered.length === 1 ? sentence(first) : `${file} has ${ordered.length} problems:\n${lines.join('\n')}`;
  return new ConfigError(message, {
    code: codes.size === 1 && code ? code : 'CONFIG_INVALID',
    details: { file, line: first?.position?.line, column: first?.position?.column, problems: ordered.length },
  });
}
