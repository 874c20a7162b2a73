import type { Clock } from '@ledgerline/core';
import type { DropConfig } from './config.ts';
import { createDirectoryDrop } from './directory-drop.ts';
import type { Drop } from './drop.ts';

/** What a drop needs from its host; a connector passes its context. */
export interface OpenDropOptions {
  readonly clock: Clock;
}

/** Opens the drop that a config describes; nothing is touched before it is listed or read. */
export function openDrop(config: DropConfig, { clock }: OpenDropOptions): Drop {
  return createDirectoryDrop(config, clock);
}
