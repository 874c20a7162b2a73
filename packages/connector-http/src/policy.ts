import { definePolicy, type PolicyProfile } from '@ledgerline/core';
import type { HttpSourceConfig } from './config.ts';

const isFile = { equals: 'file' } as const;

/** What the configuration says is special about a DSP; limits are the pipeline's `policy`. */
export function policyOf({ dsp, notReady, gone }: HttpSourceConfig): PolicyProfile {
  return definePolicy({
    id: dsp,
    classify: [
      {
        ...{ id: 'not-ready', when: { op: isFile, status: { in: notReady } } },
        ...{ verdict: 'defer', reason: 'not-ready', hintFrom: 'availability' },
      },
      { id: 'gone', when: { op: isFile, status: { in: gone } }, verdict: 'give-up', reason: 'gone' },
    ],
    // Asking for a token twice gives two tokens and changes nothing else.
    idempotentOps: ['token'],
  });
}
