import { type ByteStage, PayloadError } from '@ledgerline/core';
import { peekStart } from './peek-start.ts';
import { readXml, textOf } from './reporter-xml.ts';

/** Longer than any of Apple's errors. */
const startBytes = 4096;

/**
 * What stands in front of a report: passes documents on, and turns "no sales" (213) into a document without rows and a claim of none.
 *
 * The policy let a 213 through only where it is an answer about the period. Errors: PayloadError `REPLY_UNEXPECTED` for any other XML.
 */
export function reporterReply(): ByteStage {
  return async function* (bytes, { object, observer }) {
    const peeked = await peekStart(bytes, startBytes);
    const text = peeked.start.toString('utf8');
    if (!/^\s*</.test(text)) {
      yield* peeked.all();
      return;
    }
    await peeked.close();
    const answer = readXml(text);
    const code = answer === undefined ? undefined : textOf(answer, 'Code');
    if (answer?.name === 'Error' && code === '213') {
      observer.claim({ where: `Apple's answer 213 to ${object}`, rows: '0' });
      return;
    }
    throw new PayloadError(
      `${object} was answered with a <${answer?.name ?? 'broken'}> document${code === undefined ? '' : ` (code ${code})`} instead of the report; ask again later, and tell us if it stays so.`,
      { code: 'REPLY_UNEXPECTED', details: { object, found: answer?.name ?? null, code: code ?? null } },
    );
  };
}
