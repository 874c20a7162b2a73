import { type Acceptance, type HeldReport, reportId } from '@ledgerline/core';
import type { CalendarCell, CalendarState, FeedCalendar, LedgerCalendar } from '@ledgerline/core/runtime';
import { columns } from './columns.ts';
import type { Paint, Tone } from './paint.ts';
import { type PeriodRun, periodRuns, runText } from './period-runs.ts';
import { counted, instant } from './quantities.ts';

/** One sign a period; they differ in shape, so no colour is needed to read them. */
const signs: Readonly<Record<CalendarState, { readonly sign: string; readonly tone: Tone; readonly meaning: string }>> =
  {
    present: { sign: '#', tone: 'good', meaning: 'present' },
    empty: { sign: '0', tone: 'good', meaning: 'proven empty' },
    held: { sign: 'H', tone: 'bad', meaning: 'held for a person' },
    expected: { sign: '.', tone: 'faint', meaning: 'not due yet' },
    late: { sign: '~', tone: 'wait', meaning: 'late' },
    missing: { sign: '!', tone: 'bad', meaning: 'missing, past its promised date' },
    gone: { sign: 'x', tone: 'faint', meaning: 'gone, no longer kept by the DSP' },
  };

/** A present period that came from a file in place of the API. */
const fromFile = { sign: 'F', tone: 'good', meaning: 'present, from a file' } as const;

/** Months side by side. */
const shownMonths = 12;
/** Lines told below the table. */
const toldLines = 20;
const dayMs = 86_400_000;

/** The calendar for people: months as columns, a sign a period, then what needs somebody's attention. */
export function statusText(calendar: LedgerCalendar, paint: Paint): string {
  const all = calendar.feeds.flatMap(({ cells }) => cells);
  if (all.length === 0) return 'nothing is committed, and nothing is known to be due';
  const months = [...new Set(all.map(monthOf))].sort();
  const shown = months.slice(-shownMonths);
  const earlier = months.length - shown.length;
  const daily = (feed: FeedCalendar): boolean => feed.cells.some(({ period }) => period.length === 10);
  const blocks = [
    byMonth(
      calendar.feeds.filter((feed) => !daily(feed)),
      shown,
      paint,
    ),
    ...calendar.feeds.filter(daily).map((feed) => byDay(feed, shown, paint)),
    [legend(all)],
    attention(calendar, paint),
  ].filter((block) => block.length > 0);
  if (earlier > 0)
    blocks.push([paint('faint', `${counted(earlier, 'earlier month')} not shown; see more with --from and --to`)]);
  return blocks.map((block) => block.join('\n')).join('\n\n');
}

function monthOf({ period }: CalendarCell): string {
  return period.slice(0, 7);
}

/** A row a feed, a column a month; a month of weeks has a sign for each. */
function byMonth(feeds: readonly FeedCalendar[], months: readonly string[], paint: Paint): string[] {
  if (feeds.length === 0) return [];
  const head = ['DSP', 'ACCOUNT', 'FEED', ...months];
  const rows = feeds.map((feed) => [
    ...[feed.dsp, feed.account, feed.feed],
    ...months.map((month) => signsOf(feed.cells.filter((cell) => monthOf(cell) === month))),
  ]);
  const [first = '', ...lines] = columns([head, ...rows]);
  return [paint('faint', first), ...lines.map((line, index) => paint(toneOf(feeds[index]?.cells ?? []), line))];
}

/** A row a month, a sign a day, each below its number. */
function byDay(feed: FeedCalendar, months: readonly string[], paint: Paint): string[] {
  const title = `${feed.dsp} ${feed.account} ${feed.feed}, by day`;
  const ruler = `         ${Array.from({ length: 31 }, (_, day) => ((day + 1) % 5 === 0 ? String((day + 1) % 10) : '·')).join('')}`;
  const rows = months.flatMap((month) => {
    const cells = feed.cells.filter((cell) => monthOf(cell) === month);
    if (cells.length === 0) return [];
    const byDate = new Map(cells.map((cell) => [cell.period, cell]));
    const days = Array.from({ length: 31 }, (_, day) => {
      const cell = byDate.get(`${month}-${String(day + 1).padStart(2, '0')}`);
      return cell ? signOf(cell).sign : ' ';
    });
    const whole = cells.filter(({ period }) => period.length !== 10);
    const others = whole.length === 0 ? '' : `  ${signsOf(whole)} (other periods)`;
    return [paint(toneOf(cells), `${month}  ${days.join('').trimEnd()}${others}`)];
  });
  return [paint('faint', title), paint('faint', ruler), ...rows];
}

function signOf({ state, reports }: CalendarCell) {
  return state === 'present' && reports.some(({ provenance }) => provenance === 'file') ? fromFile : signs[state];
}

function signsOf(cells: readonly CalendarCell[]): string {
  return cells.map((cell) => signOf(cell).sign).join('');
}

/** The tone of the worst of some periods. */
function toneOf(cells: readonly CalendarCell[]): Tone {
  const tones = cells.map((cell) => signOf(cell).tone);
  return (['bad', 'wait', 'good'] as const).find((tone) => tones.includes(tone)) ?? 'faint';
}

function legend(cells: readonly CalendarCell[]): string {
  const used = new Set(cells.map(signOf));
  return [...Object.values(signs), fromFile]
    .filter((sign) => used.has(sign))
    .map(({ sign, meaning }) => `${sign} ${meaning}`)
    .join('   ');
}

/** What somebody should do something about: held, missing, late. */
function attention(calendar: LedgerCalendar, paint: Paint): string[] {
  const lines: [Tone, string][] = [];
  for (const feed of calendar.feeds)
    for (const run of periodRuns(feed.cells, ({ state }) => state === 'held')) {
      const { state, held } = run.first;
      lines.push(...held.map((report) => heldLine(report, calendar.acceptances)));
      if (state === 'missing' || state === 'late')
        lines.push([signs[state].tone, absentLine(feed, run, calendar.nowMs)]);
    }
  const told = lines.slice(0, toldLines).map(([tone, line]) => paint(tone, line));
  const rest = lines.length - told.length;
  return rest > 0 ? [...told, `… and ${counted(rest, 'more line')}; --json has them all`] : told;
}

function heldLine({ report, objections, revision }: HeldReport, acceptances: readonly Acceptance[]): [Tone, string] {
  const id = reportId(report);
  const why = objections.map(({ code, message }) => `${code}: ${message}`).join(' ');
  const word = acceptances.find((each) => each.id === id && revision !== undefined && each.revision === revision);
  if (word) return ['wait', `held     ${id}  ${why} Accepted by ${word.who}: the next run commits it.`];
  const looked = objections.some(({ code }) => code === 'SOURCES_DIFFER') ? `\`ledgerline diff ${id}\`, then ` : '';
  const next =
    revision === undefined
      ? 'mend it at its source'
      : `${looked}mend it at its source, or \`ledgerline accept ${id} --why …\``;
  return ['bad', `held     ${id}  ${why} Next: ${next}.`];
}

function absentLine({ dsp, account, feed, due, promised }: FeedCalendar, run: PeriodRun<CalendarCell>, nowMs: number) {
  const { first, last, count } = run;
  const days = Math.floor((nowMs - (first.dueMs ?? nowMs)) / dayMs);
  const when = first.dueMs === undefined ? '' : `  due ${instant(first.dueMs)}, ${counted(days, 'day')} ago`;
  const rule = promised ? (due ?? '') : `${due ?? ''}; a guess, set \`due\` if you know better`;
  return `${first.state.padEnd(7)}  ${dsp}/${account}/${feed}/${runText(first.period, last.period, count)}${when} (${rule})`;
}
