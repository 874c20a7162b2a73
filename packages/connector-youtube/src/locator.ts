import { type JsonValue, PayloadError } from '@ledgerline/core';
import type { AssetReport } from './asset-lookup.ts';
import type { Remark } from './remarks.ts';

/** What reading needs to know about a listed report. Units: `keptUntilMs` epoch ms. */
export interface Locator {
  readonly url: string;
  readonly keptUntilMs: number;
  /** Whether its rows need the asset report. */
  readonly join: boolean;
  readonly assets?: AssetReport;
  readonly remarks: readonly Remark[];
}

export function writeLocator({ url, keptUntilMs, join, assets, remarks }: Locator): JsonValue {
  return {
    url,
    keptUntilMs,
    join,
    assets: assets === undefined ? null : { object: assets.object, url: assets.url },
    remarks: remarks.map(({ code, message }) => ({ code, message })),
  };
}

function isRemark(value: JsonValue): value is { readonly code: string; readonly message: string } {
  return typeof value === 'object' && value !== null && 'code' in value && 'message' in value;
}

/** Errors: PayloadError `LOCATOR_UNKNOWN` for what another version of this connector wrote. */
export function readLocator(locator: JsonValue): Locator {
  if (typeof locator === 'object' && locator !== null && 'url' in locator) {
    const { url, keptUntilMs, join, assets, remarks } = locator;
    if (typeof url === 'string' && typeof keptUntilMs === 'number' && Array.isArray(remarks)) {
      const report = typeof assets === 'object' && assets !== null && 'object' in assets ? assets : undefined;
      const chosen = report === undefined ? {} : { assets: { object: String(report.object), url: String(report.url) } };
      return { url, keptUntilMs, join: join === true, remarks: remarks.filter(isRemark), ...chosen };
    }
  }
  throw new PayloadError('The report was listed by another version of this connector; list again.', {
    code: 'LOCATOR_UNKNOWN',
  });
}
