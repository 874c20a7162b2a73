import type { CalendarState } from '@ledgerline/core/runtime';
import type { Completeness, MonthState } from '../../run-report.ts';
import { type Html, shown } from '../html.ts';
import { ink, labelRoom, vegaSvg } from './vega-svg.ts';

/** How each state looks: a sign besides the colour, so that nobody needs the colour. */
export const stateLooks: Readonly<
  Record<CalendarState, { readonly sign: string; readonly fill: string; readonly meaning: string }>
> = {
  present: { sign: '✓', fill: 'var(--good-fill)', meaning: 'present' },
  empty: { sign: '0', fill: 'var(--good-fill)', meaning: 'proven empty' },
  held: { sign: 'H', fill: 'var(--bad-fill)', meaning: 'held for a person' },
  missing: { sign: '!', fill: 'var(--bad-fill)', meaning: 'missing, past its promised date' },
  late: { sign: '~', fill: 'var(--wait-fill)', meaning: 'late' },
  gone: { sign: '×', fill: 'var(--none-fill)', meaning: 'gone, no longer kept by the DSP' },
  expected: { sign: '·', fill: 'var(--none-fill)', meaning: 'not due yet' },
};

/** Units: px of one cell; three years stand side by side on a screen. */
const cell = { wide: 26, narrow: 19, height: 24 };
/** More months than this make cells narrow. */
const wideMonths = 24;

/** The calendar as a heat map: a feed a row, a month a column. */
export function calendarChart({ feeds, months }: Completeness): Promise<Html> {
  const names = feeds.map(({ dsp, account, feed }) => shown(`${dsp} · ${account} · ${feed}`));
  const values = feeds.flatMap((feed, row) =>
    feed.months.map((month) => ({
      ...{ month: month.month, row: names[row], fill: stateLooks[month.state].fill },
      sign: isPart(month) ? '◐' : stateLooks[month.state].sign,
    })),
  );
  return vegaSvg(
    {
      // Set by hand, since nobody knows yet in which font the labels will be.
      autosize: 'none',
      padding: { left: labelRoom(names), right: 28, top: 50, bottom: 2 },
      width: months.length * (months.length > wideMonths ? cell.narrow : cell.wide),
      height: feeds.length * cell.height,
      data: [{ name: 'cells', values }],
      scales: [
        { name: 'x', type: 'band', domain: [...months], range: 'width', padding: 0.08 },
        { name: 'y', type: 'band', domain: names, range: 'height', padding: 0.08 },
      ],
      axes: [
        {
          orient: 'top',
          scale: 'x',
          labelAngle: -60,
          labelAlign: 'left',
          labelBaseline: 'middle',
          domain: false,
          ticks: false,
          labelOverlap: false,
        },
        {
          orient: 'left',
          scale: 'y',
          domain: false,
          ticks: false,
          labelLimit: 0,
          labelFontSize: 12,
          labelColor: ink.text,
        },
      ],
      marks: [
        {
          type: 'rect',
          from: { data: 'cells' },
          encode: {
            enter: {
              ...{ x: { scale: 'x', field: 'month' }, width: { scale: 'x', band: 1 } },
              ...{ y: { scale: 'y', field: 'row' }, height: { scale: 'y', band: 1 } },
              ...{ fill: { field: 'fill' } },
            },
          },
        },
        {
          type: 'text',
          from: { data: 'cells' },
          encode: {
            enter: {
              ...{ x: { scale: 'x', field: 'month', band: 0.5 }, y: { scale: 'y', field: 'row', band: 0.5 } },
              ...{ align: { value: 'center' }, baseline: { value: 'middle' }, fontSize: { value: 12 } },
              ...{ text: { field: 'sign' }, fill: { value: ink.text } },
            },
          },
        },
      ],
    },
    'Heat map of reports by feed and month; the table below says the same.',
  );
}

/** A month of which some periods are there and the others are not due yet. */
export function isPart({ state, periods, present }: MonthState): boolean {
  return state === 'present' && present < periods;
}
