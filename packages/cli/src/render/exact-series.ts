import type { RunFigures } from '@ledgerline/core/runtime';

/**
 * Money and units of reports as Prometheus series, digit for digit as they were added up.
 *
 * They never become numbers of this process; who reads them as floating point rounds them for themselves.
 */
export function exactSeries(figures: RunFigures | undefined): string {
  if (figures === undefined || figures.reports.length === 0) return '';
  const amounts = figures.reports.flatMap(({ report, amounts: sums }) =>
    Object.entries(sums).map(
      ([currency, amount]) => `ledgerline_report_amount${labels({ report, currency })} ${amount}`,
    ),
  );
  const units = figures.reports.map(({ report, units: sum }) => `ledgerline_report_units${labels({ report })} ${sum}`);
  return [
    '# HELP ledgerline_report_amount Exact sum of the accepted rows of a report that ended, by currency.',
    '# TYPE ledgerline_report_amount gauge',
    ...amounts,
    '# HELP ledgerline_report_units Sum of the units of the accepted rows of a report that ended.',
    '# TYPE ledgerline_report_units gauge',
    ...units,
    '',
  ].join('\n');
}

function labels(values: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(values).map(
    ([name, value]) => `${name}="${value.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n')}"`,
  );
  return `{${pairs.join(',')}}`;
}
