import { isLedgerlineError, type LedgerlineError, PayloadError } from '@ledgerline/core';

export function corruptZip(object: string, why: string, cause?: unknown): PayloadError {
  return new PayloadError(`${object} is a damaged zip: ${why}. Read it again, or ask for it anew.`, {
    code: 'ZIP_CORRUPT',
    cause,
    details: { object },
  });
}

/** An error of the zip reader in our words; it tells by message alone. */
export function explainZip(object: string, error: unknown, member?: string): LedgerlineError {
  if (isLedgerlineError(error)) return error;
  const said = error instanceof Error ? error.message : String(error);
  const details = { object, ...(member === undefined ? {} : { member }) };
  if (
    /end of central directory|unexpected EOF|overflows file bounds|invalid central directory file header/i.test(said)
  ) {
    const message = `${object} breaks off: its directory cannot be read. It may still be on its way; read it again later.`;
    return new PayloadError(message, { code: 'ZIP_TRUNCATED', cause: error, details });
  }
  if (/relative path|absolute path|invalid characters in fileName/i.test(said)) {
    const message = `${object} has a member whose name leads out of the archive; nothing of it was read. Ask who made it.`;
    return new PayloadError(message, { code: 'ZIP_UNSAFE', cause: error, details });
  }
  if (/encrypted|unsupported compression|decompression option|strong encryption|multi-disk/i.test(said)) {
    const message = `${object} is encrypted or packed by a method that is not read here; ask for a plain zip.`;
    return new PayloadError(message, { code: 'ZIP_UNSUPPORTED', cause: error, details });
  }
  return corruptZip(object, member === undefined ? 'its directory is wrong' : `${member} cannot be unpacked`, error);
}
