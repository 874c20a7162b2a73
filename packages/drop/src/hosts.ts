import { createBucketPlace } from './bucket-place.ts';
import type { DropConfig } from './config.ts';

/** Hosts that a drop is reached at over HTTP, for the connector's `hosts`; none for folders and SFTP. */
export function dropHosts(config: DropConfig): readonly string[] {
  return config.kind === 's3' ? createBucketPlace(config).hosts : [];
}

/** The origin a drop is reached at over HTTP, for connectors that have no API of their own; undefined for folders and SFTP. */
export function dropOrigin(config: DropConfig): string | undefined {
  return config.kind === 's3' ? new URL(createBucketPlace(config).url()).origin : undefined;
}

/** The name of who shares the limits of this drop; never a secret. */
export function dropCredential(config: DropConfig): string {
  switch (config.kind) {
    case 'directory':
      return 'drop';
    case 's3':
      return `s3 ${config.bucket}`;
    case 'sftp':
      return `sftp ${config.username}@${config.host}`;
  }
}

/** What two accounts must not have in common: the place that the files lie at, without any secret. */
export function dropPlace(config: DropConfig): string {
  switch (config.kind) {
    case 'directory':
      return `${config.path}/`;
    case 's3':
      return `${createBucketPlace(config).url()}${config.prefix ?? ''}`;
    case 'sftp':
      return `sftp://${config.username}@${config.host}:${config.port ?? 22}/${(config.path ?? '').replace(/^\/+/, '')}/`;
  }
}
