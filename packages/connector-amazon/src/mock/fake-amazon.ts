import {
  type BucketFaults,
  createFakeBucket,
  createFakeSftp,
  createFakeTree,
  type FakeBucket,
  type FakeSftp,
  type FakeTree,
  type SigningKey,
  serveBucket,
} from '@ledgerline/drop/mock';
import type { HttpHandler } from 'msw';
import { type DsrMessageOptions, type GeneratedDsrMessage, generateDsrMessage } from './dsr-message.ts';
import { type GeneratedStatement, generateStatement, type StatementOptions } from './statement.ts';

export interface FakeAmazonOptions {
  readonly key?: SigningKey;
  /** @default 'eu-west-1' */
  readonly region?: string;
  /** Stands before every path, in both transports. @default '' */
  readonly prefix?: string;
  /** The fake's clock, epoch milliseconds. @default Date.now */
  readonly now?: () => number;
}

/** A label's drop of Amazon reports that is not there: one tree of files, shown as a bucket and, once served, as an SFTP host. */
export interface FakeAmazon {
  /** The bucket's, for msw. */
  readonly handlers: readonly HttpHandler[];
  readonly faults: BucketFaults;
  readonly bucket: FakeBucket;
  readonly tree: FakeTree;
  /** Makes a statement and puts it into the tree; one of the same place is re-issued. */
  addStatement(options?: StatementOptions): GeneratedStatement;
  /** Makes a DSR message and puts it into the tree, without the sign that it is complete unless asked. */
  addDsrMessage(options?: DsrMessageOptions & { readonly ctrl?: boolean }): GeneratedDsrMessage;
}

/** Creates a fake Amazon drop. */
export function createFakeAmazon(options: FakeAmazonOptions = {}): FakeAmazon {
  const { prefix = '', key, region, now } = options;
  const tree = createFakeTree();
  const bucket = createFakeBucket({
    tree,
    ...(key === undefined ? {} : { key }),
    ...(region === undefined ? {} : { region }),
    ...(now === undefined ? {} : { now }),
  });
  return {
    handlers: bucket.handlers,
    faults: bucket.faults,
    bucket,
    tree,
    addStatement(statement) {
      const made = generateStatement(statement);
      tree.put(prefix + made.path, made.bytes);
      return made;
    },
    addDsrMessage({ ctrl = false, ...message } = {}) {
      const made = generateDsrMessage(message);
      for (const { path, bytes } of made.files) tree.put(prefix + path, bytes);
      if (ctrl) tree.put(prefix + made.ctrl, '');
      return made;
    },
  };
}

/** A fake on loopback ports. */
export interface ServedAmazon {
  readonly origin: string;
  readonly sftp: FakeSftp;
  /** A drop config that leads to one of the transports. */
  drop(kind: 's3' | 'sftp'): ReturnType<FakeBucket['config']> | ReturnType<FakeSftp['config']>;
  close(): Promise<void>;
}

/** Serves a fake's tree as a bucket and as an SFTP host. */
export async function serveAmazon(fake: FakeAmazon): Promise<ServedAmazon> {
  const [served, sftp] = await Promise.all([serveBucket(fake.bucket), createFakeSftp({ tree: fake.tree })]);
  return {
    origin: served.origin,
    sftp,
    drop: (kind) => (kind === 's3' ? fake.bucket.config() : sftp.config()),
    async close() {
      await Promise.all([served.close(), sftp.close()]);
    },
  };
}
