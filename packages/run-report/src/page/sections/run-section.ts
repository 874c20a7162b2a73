import type { RunFacts, RunReport } from '../../run-report.ts';
import type { Figure } from '../figure.ts';
import { type Html, html } from '../html.ts';
import { badge, table } from '../table.ts';
import { counted, duration, instant } from '../words.ts';

/** What the run did: its figures, then what became of each report. */
export function runSection({ run }: RunReport, figure: Figure): Html {
  return html`<section aria-labelledby="run"><h2 id="run">The run</h2>
${run ? [runText(run), tiles(run, figure), reportTable(run, figure)] : html`<p>No run is on record. <code>ledgerline run</code> ingests what is due.</p>`}</section>`;
}

function runText({ id, command, startedAt, durationMs, isCancelled, skippedDocuments, failures }: RunFacts): Html {
  const took = durationMs === undefined ? 'and has no end on record' : `and took ${duration(durationMs)}`;
  const end = isCancelled ? `${took}, stopped on request` : took;
  const skipped =
    skippedDocuments > 0 && html` ${counted(skippedDocuments, 'document was', 'documents were')} left out on purpose.`;
  const lines = failures.map(
    ({ pipeline, code, message }) =>
      html`<p>${badge('bad', `pipeline ${pipeline}`)} <code>${code}</code> ${message}</p>`,
  );
  const done = command === 'import' ? 'Import' : 'Run';
  return html`<p>${done} <code>${id}</code> began at ${instant(startedAt)} ${end}.${skipped}</p>${lines}`;
}

function tiles({ totals }: RunFacts, figure: Figure): Html | undefined {
  if (!totals) return undefined;
  const amounts = Object.keys(totals.amounts);
  return html`<dl class="tiles"><div><dt>Rows accepted</dt><dd>${figure('run', 'totals', 'accepted')}<small>of ${figure('run', 'totals', 'read')} read</small></dd></div>
<div><dt>Rows rejected</dt><dd>${figure('run', 'totals', 'rejected')}<small>${figure('run', 'totals', 'skipped')} passed over by rule</small></dd></div>
<div class="long"><dt>Units</dt><dd>${figure('run', 'totals', 'units')}</dd></div>
${amounts.map((currency) => html`<div class="long"><dt>${currency}</dt><dd>${figure('run', 'totals', 'amounts', currency)}</dd></div>\n`)}</dl>`;
}

function reportTable(run: RunFacts, figure: Figure): Html {
  if (run.reports.length === 0) return html`<p>No report was read.</p>`;
  const words = Object.keys(run.verdicts).map((word) => html`<li>${word} ${figure('run', 'verdicts', word)}</li>`);
  const rows = run.reports.map(({ report, word, tone, code, message, failedClaims }, index) => {
    const of = (name: string): Html => figure('run', 'reports', index, name);
    const claims = failedClaims > 0 ? `${counted(failedClaims, 'claim')} did not hold` : '';
    const why = [code, message, claims].filter(Boolean).join(' · ');
    return [
      html`<span class="id">${report}</span>`,
      badge(tone, word),
      of('read'),
      of('accepted'),
      of('rejected'),
      of('skipped'),
      html`<div class="text">${why}</div>`,
    ];
  });
  const caption = `What became of each report${run.moreReports > 0 ? `; the first ${run.reports.length}, what needs somebody first, and ${counted(run.moreReports, 'more')} that are only counted` : ''}.`;
  const figures = ['Read', 'Accepted', 'Rejected', 'Skipped'].map((head) => ({ head, isFigure: true }));
  const columns = [{ head: 'Report' }, { head: 'Verdict' }, ...figures, { head: 'Why' }];
  return html`<h3>Verdicts</h3><ul class="keys">${words}</ul>${table(caption, 'Verdicts by report', columns, rows)}`;
}
