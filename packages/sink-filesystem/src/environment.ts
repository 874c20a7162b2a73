import type { Clock, Logger } from '@ledgerline/core';
import type { Settings } from './config.ts';
import type { Exclusive } from './exclusive.ts';
import type { FileSystem } from './file-system.ts';
import type { Ledger } from './ledger.ts';
import type { Locks } from './locks.ts';
import type { Step } from './steps.ts';

/** What every part of an open lake works with. */
export interface Environment {
  /** Absolute, without a slash at the end. */
  readonly root: string;
  readonly settings: Settings;
  readonly fs: FileSystem;
  readonly locks: Locks;
  readonly ledger: Ledger;
  readonly exclusive: Exclusive;
  readonly clock: Clock;
  readonly log: Logger;
  readonly step: Step;
  /** This process, as others see it when they meet its locks. */
  readonly holder: string;
}
