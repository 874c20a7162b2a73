import type { CalendarState } from '@ledgerline/core/runtime';
import type { Completeness, RunReport } from '../../run-report.ts';
import { calendarChart, isPart, stateLooks } from '../charts/calendar-chart.ts';
import type { Figure } from '../figure.ts';
import { type Html, html } from '../html.ts';
import { badge, table } from '../table.ts';
import { counted, instant } from '../words.ts';

const order: readonly CalendarState[] = ['present', 'empty', 'held', 'missing', 'late', 'expected', 'gone'];

/** Which reports are there and which should be: a heat map, the same as a table, and what needs somebody. */
export async function calendarSection({ calendar }: RunReport, figure: Figure): Promise<Html> {
  const begin = html`<section aria-labelledby="calendar"><h2 id="calendar">Completeness</h2>`;
  if (calendar.months.length === 0)
    return html`${begin}<p>Nothing is committed, and nothing is known to be due.</p></section>`;
  const { earlierMonths, moreFeeds } = calendar;
  const cut = [
    earlierMonths > 0 ? `${counted(earlierMonths, 'earlier month')} not shown` : '',
    moreFeeds > 0 ? `${counted(moreFeeds, 'more feed')} not shown` : '',
  ].filter(Boolean);
  const caption = `Every feed by month, as of now; a month of days or weeks takes the state of the worst of them${cut.length > 0 ? `; ${cut.join(', ')}` : ''}.`;
  return html`${begin}<figure><figcaption>${caption}</figcaption>
<div class="scroll" tabindex="0" role="region" aria-label="Heat map of completeness">${await calendarChart(calendar)}</div>
${legend(calendar, figure)}</figure>
${feedTable(calendar, figure)}${attentionTable(calendar, figure)}</section>`;
}

function legend({ states, feeds }: Completeness, figure: Figure): Html {
  const hasParts = feeds.some(({ months }) => months.some(isPart));
  const used = order.filter((state) => states[state] !== undefined);
  const keys = used.map((state) => {
    const { sign, fill, meaning } = stateLooks[state];
    return html`<li><b style="background:${fill}" aria-hidden="true">${sign}</b>${meaning}: ${figure('calendar', 'states', state)}</li>`;
  });
  return html`<ul class="keys">${keys}${hasParts && html`<li><b style="background:var(--good-fill)" aria-hidden="true">◐</b>part of the month</li>`}</ul>`;
}

function feedTable({ feeds }: Completeness, figure: Figure): Html {
  const rows = feeds.map(({ dsp, account, feed, due, promised, months }, at) => {
    const place = (index: number): Html =>
      html`${figure('calendar', 'feeds', at, 'months', index, 'present')} of ${figure('calendar', 'feeds', at, 'months', index, 'periods')}`;
    const last = months.findLastIndex(({ present }) => present > 0);
    const open = months
      .filter(({ state }) => state === 'held' || state === 'missing' || state === 'late')
      .map(({ month, state }) => `${month} ${state}`);
    const rule = due === undefined ? 'not known' : promised ? due : `${due}, a guess`;
    return [
      html`<span class="id">${dsp} / ${account} / ${feed}</span>`,
      rule,
      last < 0 ? '–' : html`${months[last]?.month}: ${place(last)}`,
      open.length === 0
        ? '–'
        : open.length > 4
          ? `${open.slice(0, 4).join(', ')} and ${open.length - 4} more`
          : open.join(', '),
    ];
  });
  const columns = [
    { head: 'Feed' },
    { head: 'Due' },
    { head: 'Latest month with reports' },
    { head: 'Months with gaps' },
  ];
  return table('The heat map in words.', 'Completeness by feed', columns, rows);
}

function attentionTable({ attention, moreAttention }: Completeness, figure: Figure): Html | undefined {
  if (attention.length === 0) return undefined;
  const rows = attention.map(({ state, source, first, last, dueAt, why }, index) => [
    html`<span class="id">${source}</span>`,
    badge(state === 'late' ? 'wait' : 'bad', state),
    first === last ? first : `${first} to ${last}`,
    figure('calendar', 'attention', index, 'periods'),
    [dueAt === undefined ? '' : `due ${instant(dueAt)}`, why ?? ''].filter(Boolean).join(' · '),
  ]);
  const caption = `What somebody should look at${moreAttention > 0 ? `; ${counted(moreAttention, 'more entry', 'more entries')}: ledgerline status --json` : ''}.`;
  const columns = [
    { head: 'Report or feed' },
    { head: 'State' },
    { head: 'Periods' },
    { head: 'Count', isFigure: true },
    { head: 'Why' },
  ];
  return html`<h3>Open</h3>${table(caption, 'Held, missing and late periods', columns, rows)}`;
}
