import { createReadStream } from 'node:fs';
import { type AuditVerdict, AuditVerifier, type VerifyOptions } from './verify-audit.ts';

/** Units: bytes read at once. */
const chunkBytes = 1024 * 1024;

const lineBreak = 0x0a;

/** {@link AuditVerifier} over a file. Memory: a piece of the file, or its longest line. Errors: those of reading it. */
export async function verifyAuditFile(file: string, options: VerifyOptions = {}): Promise<AuditVerdict> {
  const verifier = new AuditVerifier(options);
  let rest: Buffer | undefined;
  const chunks: AsyncIterable<Buffer> = createReadStream(file, { highWaterMark: chunkBytes });
  for await (const chunk of chunks) {
    const bytes: Buffer = rest === undefined ? chunk : Buffer.concat([rest, chunk]);
    let start = 0;
    for (let end = bytes.indexOf(lineBreak); end >= 0; end = bytes.indexOf(lineBreak, start)) {
      verifier.add(bytes.subarray(start, end));
      start = end + 1;
    }
    rest = start < bytes.length ? bytes.subarray(start) : undefined;
    if (verifier.isSettled) break;
  }
  return verifier.finish(rest?.length ?? 0);
}
