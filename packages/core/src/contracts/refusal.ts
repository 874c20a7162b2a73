import type { Answer, AnswerRefused, Ruling } from './policy.ts';

const brand = Symbol.for('@ledgerline/core:refusal');

/** What the function of a call throws when the ruling on an answer was not `deliver`. */
export function createRefusal(answer: Answer, ruling: Ruling): AnswerRefused {
  const refusal = new Error(`HTTP ${answer.status}: ${ruling.reason}`);
  return Object.assign(refusal, { answer, ruling, [brand]: true, name: 'AnswerRefused' });
}

export function isRefusal(value: unknown): value is AnswerRefused {
  return value instanceof Error && brand in value;
}
