import { crc32 } from 'node:zlib';
import { type ByteStage, CancelledError, type OpenBody, PayloadError } from '@ledgerline/core';
import type { Entry, ZipFile } from 'yauzl';
import { StagedFile } from './staged-file.ts';
import { corruptZip, explainZip } from './zip-error.ts';
import { createHeaderFilter } from './zip-header.ts';
import { chooseMembers, type UnzipLimits, unzipLimits } from './zip-members.ts';

export interface UnzipOptions extends Partial<UnzipLimits> {
  /** Which members are documents; the others are findings `ZIP_MEMBER_IGNORED`. @default names ending in `.csv` */
  readonly take?: (name: string) => boolean;
  /** `always`: anything but a zip is an error; `magic`: bytes that do not begin like a zip pass unchanged. @default 'magic' */
  readonly when?: 'always' | 'magic';
  /** `once`: members have the same first line, which is handed on once. `each`: members follow each other as they are. @default 'once' */
  readonly header?: 'once' | 'each';
}

type Context = OpenBody & { readonly object: string };

/**
 * Unpacks the documents of a zip, one after the other by name.
 *
 * The archive is put into a temporary file first: only its directory, at its end, says what is in it. Members are never written anywhere.
 * Evidence: `zip-directory` when every member is as long as the directory says and has its checksum.
 * Errors: PayloadError `ZIP_TRUNCATED`, `ZIP_CORRUPT`, `ZIP_UNSAFE` (names that climb, ratio and size limits), `ZIP_UNSUPPORTED`
 * (encrypted, another compression), `ZIP_NO_DOCUMENT`, `ZIP_HEADERS_DIFFER`.
 */
export function unzip(options: UnzipOptions = {}): ByteStage {
  const { take = (name) => /\.csv$/i.test(name), when = 'magic', header = 'once', ...limits } = options;
  const bounds: UnzipLimits = Object.freeze({ ...unzipLimits, ...limits });
  return async function* (bytes, context) {
    const input = bytes[Symbol.asyncIterator]();
    let staged: StagedFile | undefined;
    try {
      const head = await startOf(input);
      if (!isZip(head)) {
        if (when === 'always') throw corruptZip(context.object, 'it does not begin like a zip');
        if (head.length > 0) yield head;
        for (let next = await input.next(); next.done !== true; next = await input.next()) yield next.value;
        return;
      }
      staged = await StagedFile.create(context.object);
      await staged.append(head);
      for (let next = await input.next(); next.done !== true; next = await input.next())
        await staged.append(next.value);
      yield* unpack(staged, context, { take, header, bounds });
    } finally {
      await input.return?.();
      await staged?.close();
    }
  };
}

async function startOf(input: AsyncIterator<Uint8Array>): Promise<Buffer> {
  let head: Buffer = Buffer.alloc(0);
  while (head.length < 4) {
    const next = await input.next();
    if (next.done === true) break;
    head = Buffer.concat([head, next.value]);
  }
  return head;
}

/** Source: PKWARE APPNOTE 6.3, 4.3.7 and 4.3.16: a local file header, or the end record of an archive without members. */
function isZip(head: Buffer): boolean {
  return head.length >= 4 && [0x04034b50, 0x06054b50].includes(head.readUInt32LE(0));
}

interface Unpacking {
  readonly take: (name: string) => boolean;
  readonly header: 'once' | 'each';
  readonly bounds: UnzipLimits;
}

async function* unpack(staged: StagedFile, context: Context, { take, header, bounds }: Unpacking) {
  const { object, observer } = context;
  const { openPromise } = await import('yauzl');
  const zip = await openPromise(staged.path, { autoClose: false, strictFileNames: true }).catch((error: unknown) => {
    throw explainZip(object, error);
  });
  try {
    const entries = await entriesOf(zip, object, bounds);
    const { documents, others } = chooseMembers(entries, take, { object, archiveBytes: staged.size, bounds });
    for (const name of others) {
      observer.finding(
        'ZIP_MEMBER_IGNORED',
        `${object}: ${name} in the archive is no document of this feed and was not read.`,
      );
    }
    const filter = createHeaderFilter(object, header);
    for (const entry of documents) yield* filter(entry.fileName, member(zip, entry, context));
    const detail = `${object}: length and checksum of ${documents.length} of ${entries.length} members hold`;
    observer.evidence({ kind: 'zip-directory', holds: true, detail });
  } finally {
    zip.close();
  }
}

async function entriesOf(zip: ZipFile, object: string, { maxMembers }: UnzipLimits): Promise<readonly Entry[]> {
  const entries: Entry[] = [];
  try {
    for await (const entry of zip.eachEntry()) {
      entries.push(entry);
      if (entries.length > maxMembers) break;
    }
  } catch (error) {
    throw explainZip(object, error);
  }
  if (entries.length <= maxMembers) return entries;
  throw new PayloadError(`${object} has more than ${maxMembers} members; unpack it by hand and look at it first.`, {
    code: 'ZIP_UNSAFE',
    details: { object },
  });
}

async function* member(
  zip: ZipFile,
  entry: Entry,
  { object, signal }: Context,
): AsyncGenerator<Uint8Array, void, void> {
  let sum = 0;
  let length = 0;
  try {
    const stream = await zip.openReadStreamPromise(entry);
    try {
      for await (const chunk of stream as AsyncIterable<Uint8Array>) {
        if (signal.aborted) throw new CancelledError();
        sum = crc32(chunk, sum);
        length += chunk.length;
        yield chunk;
      }
    } finally {
      stream.destroy();
    }
  } catch (error) {
    throw explainZip(object, error, entry.fileName);
  }
  if (length !== entry.uncompressedSize)
    throw corruptZip(object, `${entry.fileName} is ${length} bytes long, not ${entry.uncompressedSize}`);
  if (sum >>> 0 !== entry.crc32 >>> 0) throw corruptZip(object, `the checksum of ${entry.fileName} does not match`);
}
