import { driftRules, type ListedFinding } from '@ledgerline/core/runtime';
import { columns } from './columns.ts';
import type { Paint } from './paint.ts';
import { counted } from './quantities.ts';

const weights = { error: 'stops', warning: 'flagged', info: 'noted' } as const;

/** Findings for people, one a line; the numbers are in `drift explain`. */
export function driftListText(findings: readonly ListedFinding[], paint: Paint): string {
  if (findings.length === 0) return 'drift found nothing that is on record';
  const rows = findings.map((finding) => [
    finding.id,
    finding.report,
    finding.isCommitted ? 'committed' : 'not committed',
    finding.accepted ? 'accepted' : weights[finding.severity],
    finding.message,
  ]);
  const [head = '', ...lines] = columns([['FINDING', 'REPORT', 'STATE', 'WEIGHT', 'WHAT'], ...rows]);
  const told = lines.map((line, at) => (findings[at]?.severity === 'error' ? paint('bad', line) : line));
  const closing = `${counted(findings.length, 'finding')}; \`ledgerline drift explain FINDING\` tells what was expected`;
  return [paint('faint', head), ...told, '', closing].join('\n');
}

/** One finding in plain words. */
export function driftExplanation(finding: ListedFinding, paint: Paint): string {
  const { id, report, rule, message, expected, came, periods, policy, severity, accepted, firstPlace } = finding;
  const from = periods.length > 0 ? `, from ${told(periods)}` : '';
  const facts = [
    ['rule', `${rule} (${policy}): ${driftRules[rule].meaning}`],
    ['expected', `${expected}${from}`],
    ['came', `${came}${firstPlace ? `, first at ${firstPlace}` : ''}`],
    ['state', finding.isCommitted ? 'the report is committed with it' : 'the report is not committed with it'],
    ...(accepted ? [['accepted', `by ${accepted.who} at ${accepted.at}: ${accepted.why}`]] : []),
  ];
  return [
    paint(severity === 'error' ? 'bad' : 'good', `${id}  ${report}`),
    `  ${message}`,
    '',
    ...columns(facts, '  '),
    '',
    accepted ? 'next: nothing; the next reading of the report passes it' : nextStep(finding),
  ].join('\n');
}

function nextStep({ id, severity, isCommitted }: ListedFinding): string {
  if (severity === 'info') return 'next: nothing; it is only noted';
  const right = `if it is right, \`ledgerline drift accept ${id} --why TEXT\``;
  if (isCommitted)
    return `next: ${right}, so that later reports are measured by it; if not, ask the DSP for a re-issue`;
  return `next: ${right}, then \`ledgerline run\`; if not, ask the DSP for a re-issue`;
}

/** `2026-01, 2026-02`, or the ends of many. */
function told(periods: readonly string[]): string {
  const sorted = [...periods].sort();
  return sorted.length <= 4 ? sorted.join(', ') : `${sorted[0]} to ${sorted.at(-1)} (${sorted.length} reports)`;
}
