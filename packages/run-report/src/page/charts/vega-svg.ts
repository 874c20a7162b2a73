import type { Spec } from 'vega';
import { escaped, Html } from '../html.ts';

/** Colours of charts are those of the page, so that they change with it. */
export const ink = { text: 'var(--ink)', soft: 'var(--soft)', line: 'var(--line)', track: 'var(--track)' } as const;
export const series = [1, 2, 3, 4, 5, 6, 7, 8].map((number) => `var(--c${number})`);

/** What all charts share: quiet axes, no frame, no ground of their own. */
const config = {
  axis: {
    ...{ labelColor: ink.soft, titleColor: ink.soft, domainColor: ink.line, tickColor: ink.line, gridColor: ink.line },
    ...{ labelFontSize: 11, titleFontSize: 11, titleFontWeight: 'normal' as const },
  },
};

/** Draws a chart as an SVG that stands in the page; readers that do not see it are told `label`. Errors: those of vega, for a wrong spec. */
export async function vegaSvg(spec: Spec, label: string): Promise<Html> {
  // Loaded when the first chart is drawn: whoever only wants the data, or the name of a run, does without.
  const { parse, View } = await import('vega');
  const view = new View(parse({ padding: 2, background: 'transparent', ...spec }, config), { renderer: 'none' });
  const svg = await view.toSVG();
  view.finalize();
  // The chart is one picture with one label; what vega says of its parts would be read out label by label. Fonts are the page’s.
  const bare = svg.replaceAll(/ (?:role|aria-[a-z]+|font-family)="[^"]*"/g, '');
  return new Html(
    bare.replace(/^<svg [^>]*?class="marks"/, `<svg class="chart" role="img" aria-label="${escaped(label)}"`),
  );
}

/** The room that labels to the left of a chart take, measured as a narrow sans serif would set them. Units: px. */
export function labelRoom(labels: readonly string[]): number {
  return 10 + Math.ceil(6.6 * Math.max(0, ...labels.map((label) => label.length)));
}
