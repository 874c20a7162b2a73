import { createHash } from 'node:crypto';
import type { Body, ReadObserver } from '@ledgerline/core';
import { unpacking } from './client.ts';
import type { Encoding } from './examined.ts';
import { fileFault } from './file-fault.ts';

/** What all bytes of a file say, whatever is in them. */
export interface ByteSurvey {
  readonly sha256: string;
  readonly bytes: number;
  readonly packed: 'plain' | 'gzip' | 'zip';
  readonly members: readonly string[];
  readonly encoding: Encoding;
  readonly byteOrderMark: boolean;
  /** The beginning, as text. */
  readonly head: string;
  readonly notes: readonly string[];
}

const headBytes = 64 * 1024;

/** Bounds of what a gzip may unpack to, as those of a zip. Source: assumptions of ours. */
const [maxRatio, harmlessBytes] = [200, 1024 * 1024];

/** Positions that Windows-1252 leaves free. Source: WHATWG Encoding, index windows-1252. */
const free1252: ReadonlySet<number> = new Set([0x81, 0x8d, 0x8f, 0x90, 0x9d]);

/** Reads a file to its end once: its digest, how it is packed, its charset. Errors: those of unpacking, `GZIP_UNSAFE`, `ENCODING_UNKNOWN`. */
export async function surveyBytes(body: Body, signal: AbortSignal, told: Encoding | undefined): Promise<ByteSurvey> {
  const { object } = body;
  const notes = new Set<string>();
  const members: string[] = [];
  const observer: ReadObserver = {
    evidence: () => undefined,
    claim: () => undefined,
    finding: (_, message) => notes.add(message),
  };
  let wireBytes = 0;
  let first: Uint8Array | undefined;
  async function* counted() {
    for await (const chunk of body.open({ signal, observer })) {
      first ??= chunk.slice(0, 4);
      wireBytes += chunk.length;
      yield chunk;
    }
  }
  const context = { object, signal, observer };
  const bytes = unpacking((name) => members.push(name)).reduce<AsyncIterable<Uint8Array>>(
    (input, stage) => stage(input, context),
    counted(),
  );
  const hash = createHash('sha256');
  const strict = new TextDecoder('utf-8', { fatal: true });
  let [isUtf8, hasFree, length] = [true, false, 0];
  let head: Buffer = Buffer.alloc(0);
  for await (const chunk of bytes) {
    hash.update(chunk);
    length += chunk.length;
    if (first?.[0] === 0x1f && length > harmlessBytes && length > wireBytes * maxRatio)
      throw fileFault(
        object,
        'GZIP_UNSAFE',
        `it unpacks to more than ${maxRatio} times its size; unpack it by hand and look at it first.`,
      );
    if (head.length < headBytes) head = Buffer.concat([head, chunk]);
    if (isUtf8) isUtf8 = accepts(strict, chunk);
    if (!isUtf8 && !hasFree) hasFree = chunk.some((byte) => free1252.has(byte));
  }
  if (isUtf8) isUtf8 = accepts(strict);
  if (length === 0) throw fileFault(object, 'FILE_EMPTY', 'it has no bytes; export it again, or remove it.');
  const mark = markOf(head);
  const encoding = told ?? mark ?? withoutMark(head, isUtf8);
  if (encoding === 'utf-8' && !isUtf8)
    throw fileFault(
      object,
      'ENCODING_UNKNOWN',
      'it begins as UTF-8 and is none. Set --encoding windows-1252 (`dialect.encoding`), or export it again.',
    );
  if (encoding === 'windows-1252' && told === undefined && hasFree)
    throw fileFault(
      object,
      'ENCODING_UNKNOWN',
      'it is neither UTF-8 nor Windows-1252. Set --encoding (`dialect.encoding`).',
    );
  if (members.length > 1 && encoding.startsWith('utf-16'))
    throw fileFault(object, 'ZIP_UNSUPPORTED', 'several documents in UTF-16 cannot be joined; import them one by one.');
  const text = new TextDecoder(encoding === 'latin1' ? 'windows-1252' : encoding).decode(head.subarray(0, headBytes));
  return {
    ...{
      sha256: hash.digest('hex'),
      bytes: length,
      members,
      encoding,
      byteOrderMark: mark !== undefined,
      head: text,
      notes: [...notes],
    },
    packed:
      first?.[0] === 0x1f && first[1] === 0x8b
        ? 'gzip'
        : first?.[0] === 0x50 && first[1] === 0x4b && members.length > 0
          ? 'zip'
          : 'plain',
  };
}

function accepts(decoder: InstanceType<typeof TextDecoder>, chunk?: Uint8Array): boolean {
  try {
    decoder.decode(chunk, { stream: chunk !== undefined });
    return true;
  } catch {
    return false;
  }
}

function markOf(head: Buffer): Encoding | undefined {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8';
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  return head[0] === 0xfe && head[1] === 0xff ? 'utf-16be' : undefined;
}

/** UTF-16 of Latin text has a zero in every other byte. */
function withoutMark(head: Buffer, isUtf8: boolean): Encoding {
  const zeros = [0, 0];
  for (let at = 0; at < head.length; at += 1) if (head[at] === 0) zeros[at % 2]! += 1;
  if (zeros[0]! + zeros[1]! > head.length / 4) return zeros[1]! > zeros[0]! ? 'utf-16le' : 'utf-16be';
  return isUtf8 ? 'utf-8' : 'windows-1252';
}
