import { parse, type Spec, View } from 'vega';
import type { Series } from './world/result.ts';

export interface Plot {
  readonly title: string;
  readonly x: string;
  readonly y: string;
  readonly series: readonly Series[];
  /** Span of x that is shaded, with its caption. */
  readonly shade?: { readonly from: number; readonly to: number; readonly text: string };
  readonly logarithmic?: boolean;
}

/** A palette that keeps its order for colour-blind readers (Okabe and Ito). */
const palette = ['#0072B2', '#D55E00', '#009E73', '#CC79A7', '#E69F00', '#56B4E9', '#000000', '#999999'];

/** Draws lines over x as an SVG document. */
export async function lineChart(plot: Plot): Promise<string> {
  const view = new View(parse(lineSpec(plot)), { renderer: 'none' });
  return svgOf(view);
}

/** Draws one bar per strategy and group as an SVG document. */
export async function barChart(plot: {
  readonly title: string;
  readonly x: string;
  readonly bars: readonly { readonly label: string; readonly group: string; readonly value: number }[];
}): Promise<string> {
  const groups = [...new Set(plot.bars.map((bar) => bar.group))];
  const spec: Spec = {
    ...frame(plot.title, 26 * new Set(plot.bars.map((bar) => bar.label)).size),
    data: [{ name: 'bars', values: plot.bars.map((bar) => ({ ...bar })) }],
    scales: [
      { name: 'y', type: 'band', domain: { data: 'bars', field: 'label' }, range: 'height', padding: 0.2 },
      { name: 'group', type: 'band', domain: groups, range: [0, { signal: "bandwidth('y')" }] },
      {
        name: 'x',
        type: 'symlog',
        constant: 1,
        domain: { data: 'bars', field: 'value' },
        range: 'width',
        nice: false,
        zero: true,
      },
      { name: 'colour', type: 'ordinal', domain: groups, range: palette },
    ],
    axes: [
      { orient: 'bottom', scale: 'x', title: plot.x, grid: true, values: [0, 10, 100, 1000, 10_000] },
      { orient: 'left', scale: 'y', labelLimit: 0 },
    ],
    legends: [{ fill: 'colour', orient: 'top' }],
    marks: [
      {
        type: 'rect',
        from: { data: 'bars' },
        encode: {
          enter: {
            y: { scale: 'y', field: 'label', offset: { scale: 'group', field: 'group' } },
            height: { scale: 'group', band: 1 },
            x: { scale: 'x', value: 0 },
            x2: { scale: 'x', field: 'value' },
            fill: { scale: 'colour', field: 'group' },
          },
        },
      },
      {
        type: 'text',
        from: { data: 'bars' },
        encode: {
          enter: {
            y: { scale: 'y', field: 'label', offset: { scale: 'group', field: 'group' } },
            dy: { scale: 'group', band: 0.5 },
            x: { scale: 'x', field: 'value', offset: 3 },
            text: { signal: "format(datum.value, ',.0f')" },
            baseline: { value: 'middle' },
            fontSize: { value: 9 },
          },
        },
      },
    ],
  };
  return svgOf(new View(parse(spec), { renderer: 'none' }));
}

function lineSpec({ title, x, y, series, shade, logarithmic = false }: Plot): Spec {
  const labels = series.map(({ label }) => label);
  const values = series.flatMap(({ label, points }) => points.map((point) => ({ ...point, label })));
  return {
    ...frame(title, 320),
    data: [
      { name: 'points', values },
      { name: 'shade', values: shade === undefined ? [] : [{ ...shade }] },
    ],
    scales: [
      { name: 'x', type: 'linear', domain: { data: 'points', field: 'x' }, range: 'width', zero: false },
      logarithmic
        ? {
            name: 'y',
            type: 'symlog',
            constant: 1,
            domain: { data: 'points', field: 'y' },
            range: 'height',
            zero: true,
          }
        : { name: 'y', type: 'linear', domain: { data: 'points', field: 'y' }, range: 'height', nice: true },
      { name: 'colour', type: 'ordinal', domain: labels, range: palette },
    ],
    axes: [
      { orient: 'bottom', scale: 'x', title: x },
      { orient: 'left', scale: 'y', title: y, grid: true, ...(logarithmic ? { values: [0, 10, 100, 1000] } : {}) },
    ],
    legends: [{ stroke: 'colour', orient: 'right', symbolType: 'stroke', labelLimit: 0 }],
    marks: [
      {
        type: 'rect',
        from: { data: 'shade' },
        encode: {
          enter: {
            x: { scale: 'x', field: 'from' },
            x2: { scale: 'x', field: 'to' },
            y: { value: 0 },
            y2: { signal: 'height' },
            fill: { value: '#eeeeee' },
          },
        },
      },
      {
        type: 'text',
        from: { data: 'shade' },
        encode: {
          enter: {
            x: { scale: 'x', field: 'from', offset: 4 },
            y: { value: 12 },
            text: { field: 'text' },
            fill: { value: '#666666' },
          },
        },
      },
      {
        type: 'group',
        from: { facet: { name: 'lines', data: 'points', groupby: 'label' } },
        marks: [
          {
            type: 'line',
            from: { data: 'lines' },
            encode: {
              enter: {
                x: { scale: 'x', field: 'x' },
                y: { scale: 'y', field: 'y' },
                stroke: { scale: 'colour', field: 'label' },
                strokeWidth: { value: 1.6 },
              },
            },
          },
        ],
      },
    ],
  };
}

function frame(title: string, height: number): Spec {
  return {
    $schema: 'https://vega.github.io/schema/vega/v6.json',
    width: 560,
    height,
    padding: 8,
    background: 'white',
    title: { text: title, anchor: 'start' },
  };
}

async function svgOf(view: View): Promise<string> {
  const svg = await view.toSVG();
  view.finalize();
  return `${svg}\n`;
}
