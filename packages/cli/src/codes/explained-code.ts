import { driftRules } from '@ledgerline/core/runtime';
import type { CodeFamily } from './code-family.ts';
import { connectorCodes } from './connector-codes.ts';
import { documentCodes } from './document-codes.ts';
import { dsrCodes } from './dsr-codes.ts';
import { ledgerCodes } from './ledger-codes.ts';
import { projectCodes } from './project-codes.ts';
import { fieldCodes, rowCodes } from './row-codes.ts';
import { sourceCodes } from './source-codes.ts';
import { transferCodes } from './transfer-codes.ts';

const driftCodes: CodeFamily = {
  about: 'drift',
  next: 'see `ledgerline drift explain FINDING`; accept it when the DSP is right, ask for a re-issue when not',
  codes: Object.fromEntries(Object.values(driftRules).map(({ code, meaning }) => [code, sentence(meaning)])),
};

/** Every code that an error, a dead letter or a finding can have. A code that stands in two families is that of the first. */
export const codeFamilies: readonly CodeFamily[] = [
  ...[...projectCodes, ...transferCodes, ...ledgerCodes, ...sourceCodes, ...documentCodes, ...rowCodes, fieldCodes],
  ...[...connectorCodes, ...dsrCodes, driftCodes],
];

export interface ExplainedCode {
  readonly code: string;
  readonly about: string;
  readonly meaning: string;
  readonly next: string;
}

const byCode: ReadonlyMap<string, ExplainedCode> = new Map(
  [...codeFamilies]
    .reverse()
    .flatMap(({ about, next, codes }) =>
      Object.entries(codes).map(([code, meaning]) => [code, { code, about, meaning, next }] as const),
    ),
);

/** What a code means; undefined for one that nothing here says. */
export function explainedCode(code: string): ExplainedCode | undefined {
  return byCode.get(code);
}

/** Order: by code. */
export function explainedCodes(): ExplainedCode[] {
  return [...byCode.values()].sort((left, right) => (left.code < right.code ? -1 : 1));
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${text.endsWith('.') ? '' : '.'}`;
}
