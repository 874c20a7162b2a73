import type { Timeline } from '../../run-report.ts';
import { type Html, shown } from '../html.ts';
import { labelRoom, vegaSvg } from './vega-svg.ts';

const lane = 22;
const bars = 90;
const gap = 34;

/** Sends over the time of a run, and below it when gates were closed. */
export function timelineChart({ durationMs, bucketMs, sends, gates: lanes }: Timeline): Promise<Html> {
  const gates = lanes.map(({ scope, spans }) => ({ scope: shown(scope), spans }));
  const kinds = ['first', 'again'] as const;
  const values = sends.flatMap((bucket) =>
    kinds.map((kind, order) => ({
      from: bucket.fromMs / 1000,
      to: (bucket.fromMs + bucketMs) / 1000,
      kind,
      order,
      count: bucket[kind],
    })),
  );
  const throttled = sends.flatMap(({ fromMs, throttled }) =>
    throttled > 0 ? [{ at: (fromMs + bucketMs / 2) / 1000, throttled }] : [],
  );
  const spans = gates.flatMap(({ scope, spans }) =>
    spans.map(({ fromMs, toMs }) => ({ scope, from: fromMs / 1000, to: toMs / 1000 })),
  );
  const lanesTop = bars + gap;
  return vegaSvg(
    {
      // Set by hand, since nobody knows yet in which font the labels will be.
      autosize: 'none',
      padding: { left: Math.max(56, labelRoom(gates.map(({ scope }) => scope))), right: 16, top: 8, bottom: 36 },
      width: 600,
      height: lanesTop + gates.length * lane,
      data: [
        {
          name: 'sends',
          values,
          transform: [{ type: 'stack', groupby: ['from'], sort: { field: 'order' }, field: 'count' }],
        },
        { name: 'throttled', values: throttled },
        { name: 'spans', values: spans },
      ],
      scales: [
        { name: 'x', type: 'linear', domain: [0, durationMs / 1000], range: 'width', zero: true },
        { name: 'y', type: 'linear', domain: { data: 'sends', field: 'y1' }, range: [bars, 0], nice: true, zero: true },
        {
          name: 'lane',
          type: 'band',
          domain: gates.map(({ scope }) => scope),
          range: [lanesTop, lanesTop + gates.length * lane],
          padding: 0.25,
        },
        { name: 'colour', type: 'ordinal', domain: [...kinds], range: ['var(--c1)', 'var(--c2)'] },
      ],
      axes: [
        {
          orient: 'left',
          scale: 'y',
          grid: true,
          domain: false,
          ticks: false,
          tickCount: 3,
          tickMinStep: 1,
          format: 'd',
          title: 'sends',
        },
        { orient: 'bottom', scale: 'x', title: 'seconds since the run began', tickCount: 8, offset: 0, grid: false },
        ...(gates.length > 0
          ? [{ orient: 'left' as const, scale: 'lane', domain: false, ticks: false, labelLimit: 0 }]
          : []),
      ],
      marks: [
        {
          type: 'rect',
          from: { data: 'sends' },
          encode: {
            enter: {
              ...{ x: { scale: 'x', field: 'from', offset: 0.5 }, x2: { scale: 'x', field: 'to', offset: -0.5 } },
              ...{ y: { scale: 'y', field: 'y0' }, y2: { scale: 'y', field: 'y1' } },
              fill: { scale: 'colour', field: 'kind' },
            },
          },
        },
        {
          type: 'symbol',
          from: { data: 'throttled' },
          encode: {
            enter: {
              ...{ x: { scale: 'x', field: 'at' }, y: { value: bars + 12 }, shape: { value: 'triangle-up' } },
              ...{ size: { value: 50 }, fill: { value: 'var(--bad)' } },
            },
          },
        },
        {
          type: 'rect',
          from: { data: 'spans' },
          encode: {
            enter: {
              ...{
                x: { scale: 'x', field: 'from' },
                x2: { signal: "max(scale('x', datum.to), scale('x', datum.from) + 2)" },
              },
              ...{ y: { scale: 'lane', field: 'scope' }, height: { scale: 'lane', band: 1 } },
              ...{ fill: { value: 'var(--bad-fill)' }, stroke: { value: 'var(--bad)' }, strokeWidth: { value: 0.75 } },
            },
          },
        },
      ],
    },
    'Sends over the time of the run, and the times in which gates were closed; the tables below say the same.',
  );
}
