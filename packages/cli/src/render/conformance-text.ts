import type { CheckResult } from '@ledgerline/testkit/checks';
import type { Proof } from '../connector/prove.ts';
import { columns } from './columns.ts';
import type { Paint, Tone } from './paint.ts';

const marks: Readonly<Record<CheckResult['outcome'], readonly [string, Tone]>> = {
  holds: ['holds', 'good'],
  broken: ['BROKEN', 'bad'],
  inapplicable: ['–', 'faint'],
  waived: ['waived', 'wait'],
};

const count = (results: readonly CheckResult[], outcome: CheckResult['outcome']): number =>
  results.filter((result) => result.outcome === outcome).length;

function proofText({ name, results }: Proof, paint: Paint): string {
  const lines = columns(results.map(({ id, title }) => [id, title]));
  const table = results.map(({ outcome }, at) => {
    const [word, tone] = marks[outcome];
    return `${paint(tone, word.padEnd(8))}${lines[at] ?? ''}`;
  });
  const reasons = results.flatMap(({ id, outcome, reason }) =>
    outcome === 'holds' ? [] : [`${marks[outcome][0]} ${id}: ${reason ?? ''}`],
  );
  const broken = count(results, 'broken');
  const told = [`${count(results, 'holds')} hold`, `${broken} broken`, `${count(results, 'waived')} waived`];
  const end = `${name}: ${told.join(', ')}, ${count(results, 'inapplicable')} do not apply`;
  return [...table, '', ...reasons, '', paint(broken === 0 ? 'good' : 'bad', end)].join('\n');
}

/** The conformance table of every adapter, what does not hold with its reason. */
export function conformanceText(proofs: readonly Proof[], paint: Paint): string {
  return proofs.map((proof) => proofText(proof, paint)).join('\n\n');
}
