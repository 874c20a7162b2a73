import { PayloadError } from '@ledgerline/core';

/** Units: bytes of a first line. */
const longestHeader = 1024 * 1024;
const LF = 10;
const CR = 13;
const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * Joins documents that begin with the same line into one that has it once.
 *
 * Errors: PayloadError `ZIP_HEADERS_DIFFER`; rows below another header would land in the wrong columns.
 */
export function createHeaderFilter(object: string, mode: 'once' | 'each') {
  let first: { readonly name: string; readonly line: string } | undefined;
  let last: number | undefined;

  return async function* (name: string, bytes: AsyncGenerator<Uint8Array, void, void>) {
    if (last !== undefined && last !== LF) yield Buffer.from([LF]);
    last = undefined;
    if (mode === 'each') {
      for await (const chunk of bytes) {
        last = chunk.at(-1) ?? last;
        yield chunk;
      }
      return;
    }
    let head: Buffer | undefined = Buffer.alloc(0);
    for await (const chunk of bytes) {
      last = chunk.at(-1) ?? last;
      if (head === undefined) {
        yield chunk;
        continue;
      }
      head = Buffer.concat([head, chunk]);
      const end = head.indexOf(LF);
      if (end < 0 && head.length <= longestHeader) continue;
      const rest = judge(name, head, end < 0 ? head.length : end + 1);
      head = undefined;
      if (rest.length > 0) yield rest;
    }
    if (head !== undefined && head.length > 0) {
      const rest = judge(name, head, head.length);
      if (rest.length > 0) yield rest;
    }
  };

  function judge(name: string, head: Buffer, end: number): Buffer {
    const line = lineText(head.subarray(0, end));
    if (first === undefined) {
      first = { name, line };
      return head;
    }
    if (line === first.line) return head.subarray(end);
    throw new PayloadError(
      `${object}: ${first.name} and ${name} begin with different headers, so they are no parts of one document; deliver them apart.`,
      { code: 'ZIP_HEADERS_DIFFER', details: { object, member: name } },
    );
  }
}

function lineText(line: Buffer): string {
  let end = line.length;
  while (end > 0 && (line[end - 1] === LF || line[end - 1] === CR)) end -= 1;
  const start = line.subarray(0, 3).equals(byteOrderMark) ? 3 : 0;
  return line.toString('latin1', start, end);
}
