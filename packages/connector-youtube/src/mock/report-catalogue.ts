/** What a report of a type holds. */
export type Content = 'asset-raw' | 'asset-summary' | 'subscription-raw' | 'estimated' | 'assets' | 'assets-older';

export interface FakeReportType {
  readonly id: string;
  readonly name: string;
  readonly systemManaged: boolean;
  readonly cadence: 'day' | 'week' | 'month';
  readonly content: Content;
  readonly financial: boolean;
}

function type(id: string, content: Content, more: Partial<FakeReportType>): FakeReportType {
  const defaults = { systemManaged: true, cadence: 'month', financial: true } as const;
  return { ...defaults, id, name: id.replaceAll('_', ' '), content, ...more };
}

/** Types the fake makes reports of. Source: identifiers from Google's BigQuery transfer documentation. */
export const reportTypes: readonly FakeReportType[] = [
  type('content_owner_asset_ad_revenue_raw_a1', 'asset-raw', {}),
  type('content_owner_asset_ad_revenue_summary_a1', 'asset-summary', {}),
  type('music_content_owner_asset_red_revenue_raw_a1', 'subscription-raw', {}),
  type('music_content_owner_asset_red_revenue_raw_weekly_a1', 'subscription-raw', { cadence: 'week' }),
  type('content_owner_asset_estimated_revenue_a1', 'estimated', {
    systemManaged: false,
    cadence: 'day',
    financial: false,
  }),
  type('content_owner_asset_a3', 'assets', { cadence: 'day', financial: false }),
  type('content_owner_asset_a2', 'assets-older', { cadence: 'day', financial: false }),
];
