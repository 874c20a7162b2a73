import type { RunReport } from '../../run-report.ts';
import type { Figure } from '../figure.ts';
import { type Html, html } from '../html.ts';
import { badge, table } from '../table.ts';
import { counted, instant } from '../words.ts';

/** What stands between backticks is code. */
function withCode(text: string): Html[] {
  return text.split('`').map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : html`${part}`));
}

/** Rejected rows that wait for somebody, by reason. */
export function lettersSection({ deadLetters }: RunReport, figure: Figure): Html {
  const { reasons, more, discarded, open } = deadLetters;
  const begin = html`<section aria-labelledby="letters"><h2 id="letters">Dead letters</h2>`;
  const settled = discarded > 0 && html` ${figure('deadLetters', 'discarded')} were discarded for good.`;
  if (open === 0) return html`${begin}<p>No rejected row is open.${settled}</p></section>`;
  const rows = reasons.map(({ code, stage, field, place, message, next }, index) => [
    html`<code class="code">${code}</code>`,
    field === undefined ? stage : `${stage}, ${field}`,
    figure('deadLetters', 'reasons', index, 'letters'),
    figure('deadLetters', 'reasons', index, 'reports'),
    html`<div class="text">${message}<br><span class="soft id">${place}</span></div>`,
    next && html`<div class="text">${withCode(next)}</div>`,
  ]);
  const rest =
    more.letters > 0 ? `; ${counted(more.letters, 'letter')} of ${counted(more.reasons, 'more reason')} not shown` : '';
  const columns = [
    { head: 'Code' },
    { head: 'Where' },
    { head: 'Rows', isFigure: true },
    { head: 'Reports', isFigure: true },
    { head: 'For example' },
    { head: 'What to do' },
  ];
  return html`${begin}<p>${figure('deadLetters', 'open')} rejected ${open === 1 ? 'row is' : 'rows are'} open.${settled} <code>ledgerline dlq list</code> has each of them.</p>
${table(`Open dead letters by reason, the most frequent first${rest}.`, 'Dead letters by reason', columns, rows)}</section>`;
}

const severities = { error: ['bad', 'stops'], warning: ['wait', 'flagged'], info: ['faint', 'noted'] } as const;

/** What is unlike the reports before. */
export function driftSection({ drift }: RunReport, figure: Figure): Html {
  const begin = html`<section aria-labelledby="drift"><h2 id="drift">Drift</h2>`;
  if (drift.findings.length === 0)
    return html`${begin}<p>Nothing on record is unlike the reports before.</p></section>`;
  const rows = drift.findings.map(({ id, report, severity, message, expected, came, isCommitted, acceptedBy }) => {
    const [tone, word] = severities[severity];
    return [
      html`<code class="code">${id}</code>`,
      acceptedBy === undefined ? badge(tone, word) : badge('faint', 'accepted'),
      html`<span class="id">${report}</span>${!isCommitted && html`<br><span class="soft">not committed</span>`}`,
      html`<div class="text">${message}</div>`,
      html`<div class="text">${expected}; came ${came}</div>`,
    ];
  });
  const words = (['error', 'warning', 'info'] as const).flatMap((severity) =>
    drift.bySeverity[severity] === undefined
      ? []
      : html`<li>${severities[severity][1]}: ${figure('drift', 'bySeverity', severity)}</li>`,
  );
  const more = drift.moreFindings > 0 ? `; ${counted(drift.moreFindings, 'more finding')}: ledgerline drift list` : '';
  const columns = [{ head: 'Finding' }, { head: 'Weight' }, { head: 'Report' }, { head: 'What' }, { head: 'Expected' }];
  return html`${begin}<ul class="keys">${words}<li>accepted: ${figure('drift', 'accepted')}</li></ul>
${table(`What is unlike the reports before, what stops first${more}.`, 'Drift findings', columns, rows)}</section>`;
}

/** The end of the run's audit chain, to note somewhere else. */
export function auditSection({ audit }: RunReport, figure: Figure): Html {
  const begin = html`<section aria-labelledby="audit"><h2 id="audit">Audit</h2>`;
  if (!audit) return html`${begin}<p>No run is on record, so there is no audit log.</p></section>`;
  const state = audit.intact ? badge('good', 'intact') : badge('bad', 'not intact');
  const acts = audit.acts.map(({ at, act, who, why, report }) => [
    instant(at),
    act,
    who,
    html`<div class="text">${why}</div>`,
    html`<span class="id">${report ?? ''}</span>`,
  ]);
  const columns = ['When', 'Act', 'Who', 'Why', 'Report'].map((head) => ({ head }));
  const more = audit.moreActs > 0 ? `; ${counted(audit.moreActs, 'more act')} not shown` : '';
  return html`${begin}<p>${state} ${figure('audit', 'records')} records in <code>${audit.file}</code>, each chained to the one before.</p>
${audit.problem && html`<p>${audit.problem}</p>`}
${audit.intact && html`<p>Head of the chain, to be kept elsewhere: whoever has it can prove that nothing was changed.<br><code class="hash">${audit.head}</code></p>`}
${acts.length > 0 && table(`What people did in this run${more}.`, 'Acts of people', columns, acts)}</section>`;
}
