import type { Stage } from '@ledgerline/core';
import type { LetterFilter } from '@ledgerline/core/runtime';
import type { GlobalOptions } from './host.ts';

/** The options that narrow dead letters down. */
export interface LetterOptions extends GlobalOptions {
  readonly sink?: string;
  readonly report?: string;
  readonly dsp?: string;
  readonly period?: string;
  readonly code?: string;
  readonly stage?: Stage;
}

export function letterFilter(
  { report, dsp, period, code, stage }: LetterOptions,
  ids: readonly string[] = [],
): LetterFilter {
  return {
    ...(report === undefined ? {} : { report }),
    ...(dsp === undefined ? {} : { dsp }),
    ...(period === undefined ? {} : { period }),
    ...(code === undefined ? {} : { code }),
    ...(stage === undefined ? {} : { stage }),
    ...(ids.length === 0 ? {} : { ids }),
  };
}
