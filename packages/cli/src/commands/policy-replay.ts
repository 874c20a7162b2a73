import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { ConfigError, type Decision, isLedgerlineError } from '@ledgerline/core';
import { replay } from '@ledgerline/core/runtime';
import { answer } from '../answer.ts';
import type { ExitName } from '../exit-codes.ts';
import type { GlobalOptions, Host } from '../host.ts';

/** `ledgerline policy replay`: decides everything in a log once more from its inputs and seed, and compares. */
export async function policyReplay(file: string, options: GlobalOptions, host: Host): Promise<ExitName> {
  const log = await readDecisions(file);
  if (log.length === 0)
    throw new ConfigError(`${file} holds no decision of the policy engine; name the audit.ndjson of a run.`, {
      code: 'USAGE',
    });
  const result = await replay(log);
  answer(host, options, {
    json: () => ({ exitCode: result.identical ? 0 : 1, ...result }),
    text: (paint) =>
      result.identical
        ? paint('good', `identical: ${result.records} records`)
        : [
            paint('bad', `differs first at record ${result.seq}`),
            `  in the log: ${result.expected ?? 'nothing, the log ends here'}`,
            `  recomputed: ${result.actual ?? 'nothing, the replay ends here'}`,
          ].join('\n'),
  });
  return result.identical ? 'ok' : 'uncommitted';
}

/** The decisions of an audit stream, or of a bare decision log. */
async function readDecisions(file: string): Promise<Decision[]> {
  const decisions: Decision[] = [];
  let line = 0;
  try {
    for await (const text of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
      line += 1;
      if (text === '') continue;
      const record: Decision & { readonly kind?: string; readonly record?: Decision } = JSON.parse(text);
      if (record.kind === undefined) decisions.push(record);
      else if (record.kind === 'policy' && record.record) decisions.push(record.record);
    }
  } catch (error) {
    if (isLedgerlineError(error)) throw error;
    const message = error instanceof Error ? error.message : String(error);
    throw new ConfigError(`${file}:${line || 1} cannot be read as a log: ${message}.`, { code: 'USAGE', cause: error });
  }
  return decisions;
}
