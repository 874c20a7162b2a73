import { ConfigError } from '@ledgerline/core';
import {
  builtinValidators,
  createSystemClock,
  explainAnswer,
  mergePolicy,
  resolvePlugin,
} from '@ledgerline/core/runtime';
import { answer } from '../answer.ts';
import type { ExitName } from '../exit-codes.ts';
import type { GlobalOptions, Host } from '../host.ts';

export interface PolicyExplainOptions extends GlobalOptions {
  readonly status: number;
  /** `Name: value` each. */
  readonly header: readonly string[];
  readonly body?: string;
  readonly op?: string;
  readonly connector?: string;
}

/** `ledgerline policy explain`: what the engine would make of an answer, and why; talks to nobody. */
export async function policyExplain(options: PolicyExplainOptions, host: Host): Promise<ExitName> {
  const profile = options.connector
    ? (
        await resolvePlugin('connector', options.connector, {
          folder: process.cwd(),
          builtin: { validator: builtinValidators },
          from: import.meta.url,
        })
      ).policy
    : undefined;
  const explanation = explainAnswer({
    status: options.status,
    headers: Object.fromEntries(options.header.map(parseHeader)),
    ...(options.body === undefined ? {} : { body: options.body }),
    ...(options.op === undefined ? {} : { op: options.op }),
    ...(profile ? { profile } : {}),
    config: mergePolicy(profile?.policy ?? {}),
    wallMs: createSystemClock().wall(),
  });
  answer(host, options, { json: () => ({ exitCode: 0, ...explanation }), text: () => explanation.lines.join('\n') });
  return 'ok';
}

function parseHeader(text: string): [string, string] {
  const colon = text.indexOf(':');
  if (colon <= 0)
    throw new ConfigError(`"${text}" is no header; write it as in HTTP, for example --header 'Retry-After: 120'.`, {
      code: 'USAGE',
    });
  return [text.slice(0, colon).trim().toLowerCase(), text.slice(colon + 1).trim()];
}
