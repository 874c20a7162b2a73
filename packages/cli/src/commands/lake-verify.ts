import { ConfigError, type LakeProblem, type LakeVerified } from '@ledgerline/core';
import { answer } from '../answer.ts';
import { chooseSink } from '../choose-sink.ts';
import type { ExitName } from '../exit-codes.ts';
import type { GlobalOptions, Host } from '../host.ts';
import { readProject, withLedgerline } from '../project.ts';
import { lakeVerifyText } from '../render/lake-verify-text.ts';

export interface LakeVerifyOptions extends GlobalOptions {
  readonly sink?: string;
}

/** Problems beyond these are counted only: a lake whose disk went bad has as many as files. */
const maxShown = 1000;

/** `ledgerline lake verify`: hashes, rows and exact sums of every committed file against its manifest, and files that nobody committed. */
export async function lakeVerify(options: LakeVerifyOptions, host: Host): Promise<ExitName> {
  const project = await readProject(options, host);
  const name = chooseSink(project.config, options.sink);
  const shown: LakeProblem[] = [];
  const verified = await withLedgerline(project, {}, async (ledgerline): Promise<LakeVerified> => {
    const verifying = (await ledgerline.openSink(name)).verify?.();
    if (verifying === undefined) throw cannot(name, 'verify itself');
    for (;;) {
      host.signal.throwIfAborted();
      const { value, done } = await verifying.next();
      if (done) return value;
      if (shown.length < maxShown) shown.push(value);
    }
  });
  const end = verified.problems === 0 ? 'ok' : 'uncommitted';
  if (options.quiet && end === 'ok') return end;
  answer(host, options, {
    json: () => ({ exitCode: end === 'ok' ? 0 : 1, sink: name, ...verified, found: shown }),
    text: (paint) => lakeVerifyText(verified, shown, paint),
  });
  return end;
}

export function cannot(sink: string, what: string): ConfigError {
  return new ConfigError(`the sink "${sink}" cannot ${what}; ask the tools of whatever it writes to`, {
    code: 'SINK_CANNOT',
    details: { sink },
  });
}
