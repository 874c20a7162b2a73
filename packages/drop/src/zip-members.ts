import { PayloadError } from '@ledgerline/core';
import type { Entry } from 'yauzl';
import { byPath } from './entry.ts';

/** Bounds of what is unpacked; an archive beyond them is refused before its first byte. */
export interface UnzipLimits {
  /** Bytes out for each byte in, over the whole archive. @default 200; text of reports packs 5 to 30 times */
  readonly maxRatio: number;
  /** Units: bytes of all documents together. @default 64 GiB */
  readonly maxBytes: number;
  /** @default 10000 */
  readonly maxMembers: number;
}

/** Source: assumptions of ours. */
export const unzipLimits: UnzipLimits = Object.freeze({ maxRatio: 200, maxBytes: 64 * 2 ** 30, maxMembers: 10_000 });

/** Small archives may pack better than any ratio: a few kilobytes of blanks harm nobody. Units: bytes. */
const harmlessBytes = 1024 * 1024;

interface Archive {
  readonly object: string;
  readonly archiveBytes: number;
  readonly bounds: UnzipLimits;
}

function refuse({ object }: Archive, code: string, what: string): PayloadError {
  return new PayloadError(`${object} ${what}`, { code, details: { object } });
}

/** Parts documents from the rest and holds them against the bounds; pure. Order: documents by name. */
export function chooseMembers(entries: readonly Entry[], take: (name: string) => boolean, archive: Archive) {
  const { bounds, archiveBytes } = archive;
  const files = entries.filter(({ fileName }) => !fileName.endsWith('/'));
  const documents = files.filter(({ fileName }) => take(fileName) && !isLitter(fileName));
  const others = files.filter((entry) => !documents.includes(entry)).map(({ fileName }) => fileName);
  if (documents.length === 0) {
    throw refuse(
      archive,
      'ZIP_NO_DOCUMENT',
      `holds no document of this feed (${files.length} members); look at what is in it.`,
    );
  }
  if (new Set(documents.map(({ fileName }) => fileName)).size < documents.length) {
    throw refuse(archive, 'ZIP_UNSAFE', 'has two members of one name; ask who made it which one counts.');
  }
  if (documents.some((entry) => entry.isEncrypted())) {
    throw refuse(archive, 'ZIP_UNSUPPORTED', 'is encrypted; ask for a plain zip.');
  }
  const bytes = documents.reduce((sum, { uncompressedSize }) => sum + uncompressedSize, 0);
  if (bytes > bounds.maxBytes) {
    throw refuse(
      archive,
      'ZIP_UNSAFE',
      `unpacks to ${bytes} bytes, the limit is ${bounds.maxBytes}; unpack it by hand and look at it first.`,
    );
  }
  if (bytes > harmlessBytes && bytes > archiveBytes * bounds.maxRatio) {
    throw refuse(
      archive,
      'ZIP_UNSAFE',
      `unpacks to ${bytes} bytes from ${archiveBytes}, more than ${bounds.maxRatio} times; unpack it by hand and look at it first.`,
    );
  }
  const sorted = documents.toSorted((left, right) => byPath({ path: left.fileName }, { path: right.fileName }));
  return { documents: sorted, others };
}

/** What archivers of desktop machines leave beside the documents. */
function isLitter(name: string): boolean {
  return name.startsWith('__MACOSX/') || name.split('/').some((part) => part.startsWith('.'));
}
