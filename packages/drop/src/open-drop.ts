import { ConfigError, type ConnectorContext } from '@ledgerline/core';
import { createBucketDrop } from './bucket-drop.ts';
import type { DropConfig } from './config.ts';
import { createDirectoryDrop } from './directory-drop.ts';
import type { Drop } from './drop.ts';
import { createSftpDrop } from './sftp-drop.ts';

/** What a drop needs from its host; a connector passes its context. A folder needs the clock alone. */
export type OpenDropOptions = Pick<ConnectorContext<unknown>, 'clock'> &
  Partial<Pick<ConnectorContext<unknown>, 'http' | 'run'>>;

/**
 * Opens the drop that a config describes; nothing is touched before it is listed or read.
 *
 * Buckets are reached through `http`, SFTP hosts through `run`, so the policy engine of the host governs both.
 */
export function openDrop(config: DropConfig, { clock, http, run }: OpenDropOptions): Drop {
  switch (config.kind) {
    case 'directory':
      return createDirectoryDrop(config, clock);
    case 's3':
      if (http === undefined) throw missing(config.kind, 'http');
      return createBucketDrop(config, { clock, http });
    case 'sftp':
      if (run === undefined) throw missing(config.kind, 'run');
      return createSftpDrop(config, { clock, run });
  }
}

function missing(kind: string, what: string): ConfigError {
  return new ConfigError(`A drop of kind ${kind} needs the ${what} of a context; open it from within a connector.`);
}
