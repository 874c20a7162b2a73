import { userInfo } from 'node:os';
import { createSystemClock, type ReplayOutcome } from '@ledgerline/core/runtime';
import { answer } from '../answer.ts';
import { chooseSink } from '../choose-sink.ts';
import { type ExitName, exitCodes, exitOfCode, weightiest } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import { type LetterOptions, letterFilter } from '../letter-options.ts';
import { readProject, withLedgerline } from '../project.ts';
import { replayText } from '../render/replay-text.ts';
import { verboseLog } from '../verbose-log.ts';

export interface DlqReplayOptions extends LetterOptions {
  /** Whose act it is, and why: for the audit. */
  readonly who?: string;
  readonly why?: string;
}

/** `ledgerline dlq replay`: open letters are tried again; rows that pass are committed where they belong. */
export async function dlqReplay(ids: readonly string[], options: DlqReplayOptions, host: Host): Promise<ExitName> {
  const project = await readProject(options, host);
  const sink = chooseSink(project.config, options.sink);
  const clock = createSystemClock();
  const parts = { clock, ...verboseLog(host, options, clock) };
  const by = { who: options.who ?? userInfo().username, why: options.why ?? '' };
  const request = { sink, filter: letterFilter(options, ids), by, signal: host.signal };
  const { run, outcomes } = await withLedgerline(project, parts, (ledgerline) => ledgerline.replay(request));
  const end = weightiest(host.signal.aborted ? ['cancelled'] : outcomes.map(exitOf));
  answer(host, options, {
    json: () => ({ exitCode: exitCodes[end].code, sink, run, outcomes }),
    text: (paint) => replayText(outcomes, paint),
  });
  return end;
}

function exitOf({ effect, code }: ReplayOutcome): ExitName {
  return effect === 'none' ? (exitOfCode(code) ?? 'uncommitted') : 'ok';
}
