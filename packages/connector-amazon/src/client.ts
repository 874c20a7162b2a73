import { type ConnectorContext, type JsonValue, PayloadError } from '@ledgerline/core';
import { type Drop, dropPlace, type ExpectedFile, openDrop } from '@ledgerline/drop';
import type { AmazonConfig } from './config.ts';

export type Context = ConnectorContext<AmazonConfig>;

/** The drop of a context, opened anew; nothing is held open between calls. */
export function dropOf(context: Context): Drop {
  return openDrop(context.config.drop, context);
}

/** Nothing in a drop names an account, so the place is all that keeps two accounts apart. */
export function placeOf({ drop, prefix }: AmazonConfig): string {
  return `${dropPlace(drop)}${prefix}`;
}

/** A file of a listing, as a locator keeps it. */
export interface FileLocator extends ExpectedFile {
  readonly path: string;
}

export function readLocator(locator: JsonValue | undefined): FileLocator {
  if (typeof locator === 'object' && locator !== null && 'path' in locator) {
    const { path, size, tag } = locator;
    if (typeof path === 'string' && typeof size === 'number' && typeof tag === 'string') return { path, size, tag };
  }
  throw new PayloadError('The report was listed by another version of this connector; list again.', {
    code: 'LOCATOR_UNKNOWN',
  });
}
