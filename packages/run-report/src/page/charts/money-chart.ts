import type { Html } from '../html.ts';
import { vegaSvg } from './vega-svg.ts';

/** One bar: a source in a month. */
export interface MoneyBar {
  readonly month: string;
  readonly source: string;
  /** An exact decimal as text. Only the height of a bar is drawn from it, as a binary number: some fifteen digits, of which a screen shows three. */
  readonly size: string;
}

/** Sources stacked by month. `colours` has each source's, and its order. */
export function moneyChart(
  bars: readonly MoneyBar[],
  colours: ReadonlyMap<string, string>,
  label: string,
): Promise<Html> {
  const months = [...new Set(bars.map(({ month }) => month))].sort();
  return vegaSvg(
    {
      width: Math.min(760, months.length * 40),
      height: 150,
      data: [
        {
          name: 'bars',
          values: bars.map(({ month, source, size }) => ({ month, source, height: Number(size) })),
          transform: [{ type: 'stack', groupby: ['month'], sort: { field: 'source' }, field: 'height' }],
        },
      ],
      scales: [
        { name: 'x', type: 'band', domain: months, range: 'width', padding: 0.25 },
        {
          name: 'y',
          type: 'linear',
          domain: { data: 'bars', fields: ['y0', 'y1'] },
          range: 'height',
          nice: true,
          zero: true,
        },
        { name: 'colour', type: 'ordinal', domain: [...colours.keys()], range: [...colours.values()] },
      ],
      axes: [
        { orient: 'left', scale: 'y', grid: true, domain: false, ticks: false, tickCount: 4, format: '~s' },
        { orient: 'bottom', scale: 'x', ticks: false, labelPadding: 6, labelOverlap: 'greedy' },
      ],
      marks: [
        {
          type: 'rect',
          from: { data: 'bars' },
          encode: {
            enter: {
              ...{ x: { scale: 'x', field: 'month' }, width: { scale: 'x', band: 1 } },
              ...{ y: { scale: 'y', field: 'y0' }, y2: { scale: 'y', field: 'y1' } },
              fill: { scale: 'colour', field: 'source' },
            },
          },
        },
      ],
    },
    label,
  );
}
