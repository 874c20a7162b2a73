import { type Html, type HtmlPart, html } from './html.ts';

export interface Column {
  readonly head: string;
  /** Figures stand to the right. */
  readonly isFigure?: boolean;
}

/** A table with a caption that scrolls by itself where the screen is narrower than it is. The first cell of a row heads it. */
export function table(
  caption: HtmlPart,
  label: string,
  columns: readonly Column[],
  rows: readonly (readonly HtmlPart[])[],
  foot?: readonly HtmlPart[],
): Html {
  const cells = (row: readonly HtmlPart[]): Html[] =>
    row.map((cell, index) => {
      const figure = columns[index]?.isFigure ? ' class="figure"' : '';
      return index === 0
        ? html`<th scope="row">${cell}</th>`
        : figure
          ? html`<td class="figure">${cell}</td>`
          : html`<td>${cell}</td>`;
    });
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${label}"><table><caption>${caption}</caption>
<thead><tr>${columns.map(({ head, isFigure }) => (isFigure ? html`<th scope="col" class="figure">${head}</th>` : html`<th scope="col">${head}</th>`))}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${cells(row)}</tr>\n`)}</tbody>${foot && html`<tfoot><tr>${cells(foot)}</tr></tfoot>`}</table></div>`;
}

/** A word with its tone as a shape, so that nobody needs the colour. */
export function badge(tone: 'good' | 'wait' | 'bad' | 'faint', word: string): Html {
  const sign = { good: '✓', wait: '…', bad: '!', faint: '·' }[tone];
  return html`<span class="badge ${tone}"><span aria-hidden="true">${sign}</span> ${word}</span>`;
}
