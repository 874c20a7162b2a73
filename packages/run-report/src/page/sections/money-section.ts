import type { CurrencyShare, SourceMoney } from '@ledgerline/core/runtime';
import type { RunReport } from '../../run-report.ts';
import { moneyChart } from '../charts/money-chart.ts';
import { series } from '../charts/vega-svg.ts';
import type { Figure, Place } from '../figure.ts';
import { type Html, html } from '../html.ts';
import { table } from '../table.ts';
import { counted } from '../words.ts';

/** Currencies with a chart of their own, and tables of territories: those with the most rows. */
const chartedCurrencies = 4;
const toldTables = 10;

/** Money and units by DSP and territory, the latest month beside the one before. */
export async function moneySection({ money }: RunReport, figure: Figure): Promise<Html> {
  const begin = html`<section aria-labelledby="money"><h2 id="money">Money and units</h2>`;
  if (money.length === 0) return html`${begin}<p>The lake holds no rows yet.</p></section>`;
  const charts: (Html | undefined)[] = [];
  for (const currency of busiest(money).slice(0, chartedCurrencies)) charts.push(await chart(money, currency));
  const shares = money.flatMap((source, at) =>
    source.currencies.map((share, index) => ({ source, share, place: ['money', at, 'currencies', index] })),
  );
  // What is gone altogether is told in the table above; its territories would all be zero.
  const present = shares.filter(({ share }) => share.rows > 0);
  const told = [...present].sort((left, right) => right.share.rows - left.share.rows).slice(0, toldTables);
  const rest = present.length - told.length;
  return html`${begin}<p>Rows in force by the month in which their period begins: the latest month of each feed beside the calendar month before. Every amount is exact; only percentages are rounded.</p>
${bySource(shares, figure)}${charts}
<h3>By territory</h3>${rest > 0 && html`<p class="soft">The ${told.length} largest by rows; ${counted(rest, 'more table')} in <code>ledgerline report --json</code>.</p>`}
${present.filter((share) => told.includes(share)).map((share) => byTerritory(share, figure))}</section>`;
}

interface Share {
  readonly source: SourceMoney;
  readonly share: CurrencyShare;
  readonly place: Place;
}

function bySource(shares: readonly Share[], figure: Figure): Html {
  const rows = shares.map(({ source, share, place }) => [
    `${source.dsp} ${source.feed}`,
    share.currency ?? 'no currency',
    monthText(source),
    figure(...place, 'rows'),
    figure(...place, 'units'),
    changeOf(share, 'units', place, figure),
    share.amount === undefined ? '–' : figure(...place, 'amount'),
    share.amount === undefined ? '–' : changeOf(share, 'amount', place, figure),
  ]);
  const figures = ['Rows', 'Units', 'Change', 'Amount', 'Change'].map((head) => ({ head, isFigure: true }));
  const columns = [{ head: 'DSP and feed' }, { head: 'Currency' }, { head: 'Month' }, ...figures];
  return table(
    'Totals of the latest month by feed and currency, all territories.',
    'Money and units by feed',
    columns,
    rows,
  );
}

/** A month of which other days are there than of the one before says so. */
function monthText({ month, periods, periodsBefore }: SourceMoney): string {
  return periods === periodsBefore || periodsBefore === 0 || Math.max(periods, periodsBefore) === 1
    ? month
    : `${month} (${counted(periods, 'period')}, ${periodsBefore} the month before)`;
}

function byTerritory({ source, share, place }: Share, figure: Figure): Html {
  const key = share.amount === undefined ? 'units' : 'amount';
  const sizes = share.territories.map((territory) => Math.abs(Number(territory[key] ?? 0)));
  const largest = Math.max(...sizes, 0);
  const rows = share.territories.map((territory, index) => {
    const at = [...place, 'territories', index];
    const width = largest === 0 ? 0 : Math.round((100 * (sizes[index] ?? 0)) / largest);
    return line(
      html`${territory.territory || 'none'}<span class="bar" aria-hidden="true"><i style="width:${width}%"></i></span>`,
      territory,
      at,
    );
  });
  const { rest } = share;
  if (rest) rows.push(line(html`${figure(...place, 'rest', 'territories')} more, added up`, rest, [...place, 'rest']));
  function line(
    head: Html | string,
    figures: Pick<CurrencyShare, 'units' | 'amount' | 'before' | 'change'>,
    at: Place,
  ) {
    const money =
      share.amount === undefined
        ? []
        : [
            figure(...at, 'amount'),
            figures.before ? figure(...at, 'before', 'amount') : '–',
            changeOf(figures, 'amount', at, figure),
          ];
    return [head, figure(...at, 'units'), changeOf(figures, 'units', at, figure), ...money];
  }
  const heads = ['Units', 'Change', ...(share.amount === undefined ? [] : ['Amount', 'Month before', 'Change'])];
  const columns = [{ head: 'Territory' }, ...heads.map((head) => ({ head, isFigure: true }))];
  const title = `${source.dsp} ${source.feed}, ${share.currency ?? 'units only'}, ${source.month} against ${source.monthBefore}`;
  return table(title, title, columns, rows, line('Total', share, place));
}

/** A change as a percentage, with its direction in words for readers that do not see signs. */
function changeOf(
  figures: Pick<CurrencyShare, 'change'>,
  of: 'units' | 'amount',
  place: Place,
  figure: Figure,
): Html | string {
  const { change } = figures;
  if (!change) return '–';
  const name = `${of}Percent` as const;
  const percent = change[name];
  if (percent === undefined) return figure(...place, 'change', of);
  const isDown = percent.startsWith('-');
  return html`<span class="${isDown ? 'down' : 'up'}">${!isDown && percent !== '0.0' && '+'}${figure(...place, 'change', name)} %</span>`;
}

/** Currencies by rows over all months; units without a currency come last. */
function busiest(money: readonly SourceMoney[]): (string | undefined)[] {
  const rows = new Map<string | undefined, number>();
  for (const { months } of money)
    for (const { currency, rows: count } of months) rows.set(currency, (rows.get(currency) ?? 0) + count);
  return [...rows]
    .sort(([left, a], [right, b]) => Number(left === undefined) - Number(right === undefined) || b - a)
    .map(([currency]) => currency);
}

/** Nothing where there is but one month: a bar alone says less than its figure. */
async function chart(money: readonly SourceMoney[], currency: string | undefined): Promise<Html | undefined> {
  const bars = money.flatMap(({ dsp, feed, months }) =>
    months.flatMap((figures) =>
      figures.currency === currency
        ? [{ month: figures.month, source: `${dsp} ${feed}`, size: figures.amount ?? figures.units }]
        : [],
    ),
  );
  if (new Set(bars.map(({ month }) => month)).size < 2) return undefined;
  const drawn = new Set(bars.map(({ source }) => source));
  // A source has one colour in all charts.
  const colours = new Map(money.map(({ dsp, feed }, index) => [`${dsp} ${feed}`, series[index % series.length] ?? '']));
  const what = currency === undefined ? 'Units of feeds without a currency' : `${currency} by month`;
  const keys = [...colours].flatMap(([source, colour]) =>
    drawn.has(source) ? html`<li><i style="background:${colour}"></i>${source}</li>` : [],
  );
  return html`<figure><figcaption>${what}, all territories. Heights are drawn approximately; the tables have every digit.</figcaption>
<div class="scroll" tabindex="0" role="region" aria-label="Chart: ${what}">${await moneyChart(bars, colours, `${what}, by feed.`)}</div><ul class="keys">${keys}</ul></figure>`;
}
