import { addDays } from '@ledgerline/core';
import { createDraws, type Draws, formatScaled } from '@ledgerline/fakes';
import type { FakeAsset, FakeAssets } from './assets.ts';
import type { Content } from './report-catalogue.ts';

/** Which rows are odd: every n-th, counted from 1; absent is none. */
export interface RowDirt {
  /** An adjustment, which belongs to the month before the file's first day. */
  readonly adjustmentEvery?: number;
  /** A row without ISRC in files that have that column. */
  readonly missingIsrcEvery?: number;
  /** A row whose asset no asset report knows. */
  readonly unknownAssetEvery?: number;
}

export interface RowsOptions extends RowDirt {
  readonly content: Content;
  readonly from: string;
  readonly to: string;
  readonly seed: string | number;
  readonly version: number;
  readonly rows: number;
  readonly assets: FakeAssets;
}

/** A row before it is written. Units: `amount` 10⁻¹² US dollars, `day` ISO. */
export interface RevenueRow {
  readonly day: string;
  readonly territory: string;
  readonly adjustment: string;
  readonly isrc: string;
  readonly units: bigint;
  readonly amount: bigint;
  /** By API name. */
  readonly cells: Readonly<Record<string, string>>;
}

/** Namibia and Norway are here because careless readers take `NA` and `NO` for something else. */
const territories = ['US', 'GB', 'NA', 'DE', 'BR', 'NO', 'JP', 'FR', 'XK', 'IN'];

/** Source: documentation of the fields; spam adjustments take money back. */
const adjustments = [
  'Spam Adjustment',
  'Backpay',
  'Conflict Resolution',
  'Dispute Resolution',
  'Dispute Conflict Resolution',
  'Revenue Correction',
];

function isEvery(nth: number | undefined, index: number): boolean {
  return nth !== undefined && (index + 1) % nth === 0;
}

function dayIn({ from, to }: RowsOptions, draws: Draws): string {
  let day = from;
  for (let steps = draws.int(28); steps > 0 && day < to; steps -= 1) day = addDays(day, 1);
  return day;
}

function cellsOf(row: Omit<RevenueRow, 'cells'>, asset: FakeAsset, assetId: string, content: Content) {
  const amount = formatScaled(row.amount);
  const split = formatScaled(row.amount * 2n);
  const date = row.day.replaceAll('-', '');
  const video = `v${asset.assetId.slice(-10)}`;
  const money =
    content === 'estimated'
      ? { estimated_partner_revenue: amount, estimated_partner_ad_revenue: amount }
      : { partner_revenue: amount, partner_revenue_auction: amount, partner_revenue_pro_rata: amount };
  return {
    ...money,
    adjustment_type: row.adjustment,
    day: date,
    date,
    month: date.slice(0, 6),
    country: row.territory,
    country_code: row.territory,
    asset_id: assetId,
    asset_title: asset.title,
    asset_channel_id: asset.channelId,
    asset_type: 'Sound Recording',
    isrc: row.isrc,
    upc: asset.upc,
    artist: asset.artist,
    channel_id: asset.channelId,
    video_channel_id: asset.channelId,
    video_id: video,
    claimed_status: 'claimed',
    claim_type: 'Audio',
    content_type: 'UGC',
    uploader_type: 'thirdParty',
    offer: 'Music Premium',
    owned_views: row.units.toString(),
    monetized_views: row.units.toString(),
    youtube_revenue_split: split,
  };
}

/** Rows in file order. The draws of a row do not depend on the dirt, so that one switch changes one thing. */
export function* revenueRows(options: RowsOptions): Generator<RevenueRow, void, void> {
  const { assets, content } = options;
  const hasIsrc = content === 'asset-raw';
  const draws = createDraws('rows', options.seed, content, options.from, options.version);
  for (let index = 0; index < options.rows; index += 1) {
    const asset = assets[draws.zipf(assets.length)] as FakeAsset;
    const territory = territories[draws.zipf(territories.length)] ?? 'US';
    const day = dayIn(options, draws);
    const units = BigInt(1 + draws.int(5_000));
    // Up to ten decimals, as the DSP sends them; money is never a number here.
    const rate = BigInt(1_000_000_000 + draws.int(2_000_000_000));
    const amount = ((units * rate) / 100n) * 100n;
    const kind = draws.pick(adjustments);
    const adjusted = content !== 'estimated' && isEvery(options.adjustmentEvery, index);
    const assetId = isEvery(options.unknownAssetEvery, index) ? `A9${asset.assetId.slice(2)}` : asset.assetId;
    const row = {
      day: adjusted ? addDays(`${options.from.slice(0, 7)}-01`, -1 - (index % 20)) : day,
      territory,
      adjustment: adjusted ? kind : 'None',
      isrc: !hasIsrc || isEvery(options.missingIsrcEvery, index) ? '' : asset.isrc,
      units: content === 'estimated' ? 0n : units,
      amount: adjusted && kind === 'Spam Adjustment' ? -amount : amount,
    };
    yield { ...row, cells: cellsOf(row, asset, assetId, content) };
  }
}
