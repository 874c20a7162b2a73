import type { DeadLetter, OpenSink } from '@ledgerline/core';
import { findLetters } from '@ledgerline/core/runtime';
import type { LetterReason, LettersByReason } from './run-report.ts';

/** Reasons told one by one. */
const toldReasons = 20;
/** Reasons kept apart; a lake with more has the others counted under the last. */
const keptReasons = 1000;

/** Adds open dead letters up by code, stage and field. Memory: one entry a reason. */
export async function lettersByReason(
  sink: OpenSink,
  nextStep: (letter: DeadLetter) => string | undefined,
): Promise<LettersByReason> {
  const reasons = new Map<string, { letters: number; readonly reports: Set<string>; readonly first: DeadLetter }>();
  let [open, discarded] = [0, 0];
  for await (const letter of findLetters(sink, {}, { settled: true })) {
    if (letter.resolution?.kind === 'discarded') discarded += 1;
    if (letter.resolution) continue;
    open += 1;
    const key = JSON.stringify([letter.code, letter.stage, letter.path ?? '']);
    const reason = reasons.get(key);
    if (reason) {
      reason.letters += 1;
      reason.reports.add(letter.report);
    } else if (reasons.size < keptReasons)
      reasons.set(key, { letters: 1, reports: new Set([letter.report]), first: letter });
  }
  const sorted = [...reasons.values()].sort((left, right) => right.letters - left.letters);
  const told = sorted.slice(0, toldReasons);
  return {
    ...{ open, discarded },
    reasons: told.map(({ letters, reports, first }) => letterReason(first, letters, reports.size, nextStep(first))),
    more: { reasons: sorted.length - told.length, letters: open - told.reduce((sum, { letters }) => sum + letters, 0) },
  };
}

function letterReason(first: DeadLetter, letters: number, reports: number, next: string | undefined): LetterReason {
  const { code, stage, path, message, report, source } = first;
  return {
    ...{ code, stage, letters, reports, message },
    place: `${report}, line ${source.line}`,
    ...(path === undefined ? {} : { field: path }),
    ...(next === undefined ? {} : { next }),
  };
}
