import type { RunReport } from '../run-report.ts';
import { figuresOf } from './figure.ts';
import { Html, html } from './html.ts';
import { calendarSection } from './sections/calendar-section.ts';
import { auditSection, driftSection, lettersSection } from './sections/findings-sections.ts';
import { moneySection } from './sections/money-section.ts';
import { requestsSection } from './sections/requests-section.ts';
import { runSection } from './sections/run-section.ts';
import { style } from './style.ts';
import { badge } from './table.ts';
import { instant } from './words.ts';

const parts = [
  ['run', 'The run'],
  ['calendar', 'Completeness'],
  ['money', 'Money and units'],
  ['requests', 'Requests'],
  ['letters', 'Dead letters'],
  ['drift', 'Drift'],
  ['audit', 'Audit'],
] as const;

const tones = { good: 'well', wait: 'open', bad: 'attention' } as const;

/** The report as one page that needs nothing else: no script, no font, no request. Every number in it says where it stands in the JSON. */
export async function runReportPage(report: RunReport): Promise<string> {
  const figure = figuresOf(report);
  const { headline, run, generatedAt, sink } = report;
  const title = `${run ? `Run ${run.id}` : 'Ledgerline'}: ${headline.title}`;
  const sections = [
    runSection(report, figure),
    await calendarSection(report, figure),
    await moneySection(report, figure),
    await requestsSection(report, figure),
    lettersSection(report, figure),
    driftSection(report, figure),
    auditSection(report, figure),
  ];
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<meta name="referrer" content="no-referrer"><meta name="color-scheme" content="light dark"><link rel="icon" href="data:,">
<title>${title}</title><style>${new Html(style)}</style></head>
<body><a class="skip" href="#main">Skip to the report</a>
<header><p class="kicker">Ledgerline report · sink ${sink} · as of ${instant(generatedAt)}</p>
<h1>${headline.title}</h1><p>${isEmpty(report) ? badge('faint', 'empty') : badge(headline.tone, tones[headline.tone])}</p>
${headline.reasons.length > 0 && html`<ul class="reasons">${headline.reasons.map((reason) => html`<li>${reason}</li>`)}</ul>`}
<nav aria-label="Parts of the report"><ul>${parts.map(([id, name]) => html`<li><a href="#${id}">${name}</a></li>`)}</ul></nav></header>
<main id="main" tabindex="-1">${sections}</main>
<footer><p>The same as data: <code>ledgerline report${run ? ` ${run.id}` : ''} --json</code>. Amounts are exact decimals; nothing is rounded but percentages.</p></footer></body></html>
`;
  return page.toString();
}

/** Nothing ran, nothing is there, nothing is known to be due. */
function isEmpty({ run, money, calendar }: RunReport): boolean {
  return run === undefined && money.length === 0 && calendar.months.length === 0;
}
