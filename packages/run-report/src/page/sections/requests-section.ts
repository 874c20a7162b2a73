import type { Requests, RunFacts, RunReport } from '../../run-report.ts';
import { timelineChart } from '../charts/timeline-chart.ts';
import type { Figure } from '../figure.ts';
import { type Html, html } from '../html.ts';
import { table } from '../table.ts';
import { counted, duration } from '../words.ts';

/** Requests, what was sent again and why, and when gates were closed. */
export async function requestsSection({ requests, run }: RunReport, figure: Figure): Promise<Html> {
  const begin = html`<section aria-labelledby="requests"><h2 id="requests">Requests, retries and gates</h2>`;
  if (!requests)
    return html`${begin}<p>${run ? 'The run sent nothing over the network.' : 'Nothing was sent.'}</p></section>`;
  const { timeline, detours } = requests;
  return html`${begin}${run && tiles(run, figure)}${byDsp(requests, figure)}
<figure><figcaption>Sends in steps of ${duration(timeline.bucketMs)}; triangles mark answers that said “not now”, bars below when a gate was closed to calls.</figcaption>
<div class="scroll" tabindex="0" role="region" aria-label="Timeline of sends and gates">${await timelineChart(timeline)}</div>
<ul class="keys"><li><i style="background:var(--c1)"></i>first sends</li><li><i style="background:var(--c2)"></i>sends again</li><li><i style="background:var(--bad-fill);outline:1px solid var(--bad)"></i>gate closed</li></ul></figure>
${detours.length > 0 ? detourTable(requests, figure) : html`<p>Every request was answered at the first send.</p>`}
${timeline.gates.length > 0 && gateTable(requests, figure)}</section>`;
}

function tiles({ figures }: RunFacts, figure: Figure): Html {
  const slowest =
    figures.slowestSyncMs !== undefined &&
    html`<div><dt>Slowest report</dt><dd>${figure('run', 'figures', 'slowestSyncMs')} ms<small>first request to commit, ${duration(figures.slowestSyncMs)}</small></dd></div>`;
  return html`<dl class="tiles"><div><dt>Retry rate</dt><dd>${figure.about(3, 'run', 'figures', 'retryRatePercent')} %<small>requests sent more than once</small></dd></div>
<div><dt>Backoff, 95th percentile</dt><dd>${figure('run', 'figures', 'backoffLatencyP95Ms')} ms<small>backoff and spread, wait by wait</small></dd></div>
<div><dt>Held at the gate</dt><dd>${figure('run', 'figures', 'gateWaitMs')} ms<small>all waits for a gate</small></dd></div>
<div><dt>Rejection rate</dt><dd>${figure.about(3, 'run', 'figures', 'schemaRejectionRate')}<small>rows rejected over rows read</small></dd></div>${slowest}</dl>`;
}

function byDsp({ byDsp }: Requests, figure: Figure): Html {
  const names = ['calls', 'sends', 'throttled', 'windows', 'callsSaved', 'deferred', 'gaveUp'] as const;
  const heads = ['Requests', 'Sends', 'Throttled', 'Gate closed', 'Held back', 'Deferred', 'Given up'];
  const rows = Object.keys(byDsp).map((dsp) => [dsp, ...names.map((name) => figure('requests', 'byDsp', dsp, name))]);
  const columns = [{ head: 'DSP' }, ...heads.map((head) => ({ head, isFigure: true }))];
  return table(
    'What the policy engine did, by DSP. Held back: sends that would have been refused.',
    'Requests by DSP',
    columns,
    rows,
  );
}

function detourTable({ detours, moreDetours, waits }: Requests, figure: Figure): Html {
  const rows = detours.map(({ dsp, op, verdict, reason }, index) => [
    html`${dsp} ${op}`,
    verdict,
    reason,
    figure('requests', 'detours', index, 'count'),
  ]);
  const more = moreDetours > 0 ? `; ${counted(moreDetours, 'more kind')} not shown` : '';
  const columns = [{ head: 'Request' }, { head: 'Decision' }, { head: 'Reason' }, { head: 'Times', isFigure: true }];
  const waited =
    waits.count > 0 &&
    html`<p>Backoff: ${figure('requests', 'waits', 'count')} waits of ${duration(waits.totalMs)} altogether, the longest ${duration(waits.longestMs)}.</p>`;
  return html`<h3>Retries and other detours</h3>${waited}${table(`Why requests did not simply go through${more}.`, 'Retries and other detours', columns, rows)}`;
}

function gateTable({ timeline }: Requests, figure: Figure): Html {
  const rows = timeline.gates.map(({ scope, closedMs, spans, moreSpans }, index) => [
    html`<span class="id">${scope}</span>`,
    [...new Set(spans.map(({ cause }) => cause))].join(', '),
    counted(spans.length + moreSpans, 'time'),
    html`${figure('requests', 'timeline', 'gates', index, 'closedMs')} ms${closedMs >= 1000 && html` <span class="soft">(${duration(closedMs)})</span>`}`,
  ]);
  const more = timeline.moreGates > 0 ? `; ${counted(timeline.moreGates, 'more scope')} not shown` : '';
  const columns = [{ head: 'Scope' }, { head: 'Cause' }, { head: 'Closed' }, { head: 'For', isFigure: true }];
  return table(`Gates that were closed, the longest first${more}.`, 'Closed gates', columns, rows);
}
