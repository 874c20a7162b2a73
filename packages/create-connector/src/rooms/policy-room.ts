import type { Words } from '../words.ts';
import { importLine } from './imports.ts';

/** `src/policy.ts` */
export function policyRoom({ name, dsp, authParts }: Words): string {
  const asksForTokens = authParts.settings.some(({ key }) => key === 'tokenUrl');
  return `${importLine(['definePolicy'], '@ledgerline/core')}

const isFile = { equals: 'file' } as const;

/** What is special about ${dsp}. Figures and rules marked † are assumptions: put in what is documented, and where it stands. */
export const policy = definePolicy({
  id: '${name}',
  classify: [
    // † A month that is not settled yet.
    {
      id: 'not-ready',
      when: { op: isFile, status: { equals: 404 } },
      verdict: 'defer',
      reason: 'not-ready',
      hintFrom: 'availability',
    },
    // † A report that is no longer kept.
    { id: 'gone', when: { op: isFile, status: { equals: 410 } }, verdict: 'give-up', reason: 'gone' },
  ],
${asksForTokens ? "  // Asking for a token twice gives two tokens and changes nothing else.\n  idempotentOps: ['token'],\n" : ''}  policy: {
    concurrency: { max: 2 }, // †
    rate: [{ id: 'minute', kind: 'sliding', limit: 60, perMs: 60_000, source: 'assumption †' }],
  },
});
`;
}
