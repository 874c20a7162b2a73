import type { FileConfig } from '@ledgerline/connector-file';

/** A whole configuration from the part that matters. */
export function fileConfig(given: Partial<FileConfig>): FileConfig {
  return { drop: { kind: 'directory', path: '/' }, prefix: '', facts: {}, dialect: {}, after: 'leave', ...given };
}
