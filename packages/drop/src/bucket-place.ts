import type { BucketConfig } from './config.ts';

/** Where a bucket is, as far as is known; learns when the store says that it is elsewhere. */
export interface BucketPlace {
  /** The region to sign for. */
  readonly region: string;
  /** Host patterns that requests may go to. */
  readonly hosts: readonly string[];
  /** The address of a key, or of the bucket itself. */
  url(key?: string): string;
  /** Takes over a region the store named; false when it is no news, or no region. */
  moveTo(region: string | undefined): boolean;
}

/** Percent-encodes everything but unreserved characters, as signatures count them; `/` is kept. */
export function encodeKey(key: string): string {
  const strict = (segment: string): string =>
    encodeURIComponent(segment).replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
  return key.split('/').map(strict).join('/');
}

/** Source: Amazon S3 user guide, "Virtual hosting of buckets" and "Amazon S3 endpoints". */
export function createBucketPlace(
  config: Pick<BucketConfig, 'bucket' | 'region' | 'endpoint' | 'pathStyle'>,
): BucketPlace {
  const { bucket, endpoint } = config;
  const pathStyle = config.pathStyle ?? (endpoint !== undefined || bucket.includes('.'));
  let { region } = config;

  function root(): string {
    const origin = new URL(endpoint ?? `https://s3.${region}.amazonaws.com`);
    if (pathStyle) return `${origin.origin}/${bucket}/`;
    return `${origin.protocol}//${bucket}.${origin.host}/`;
  }

  return {
    get region() {
      return region;
    },
    get hosts() {
      // A bucket in another region than configured answers at another host of the same domain.
      return endpoint === undefined ? ['*.amazonaws.com'] : [new URL(root()).host];
    },
    url: (key = '') => `${root()}${encodeKey(key)}`,
    moveTo(named) {
      if (named === undefined || named === region || !/^[a-z]{2,}(-[a-z]+)+-\d$/.test(named)) return false;
      region = named;
      return true;
    },
  };
}
