import { ConfigError } from '@ledgerline/core';
import { answer } from '../answer.ts';
import { explainedCode, explainedCodes } from '../codes/explained-code.ts';
import type { ExitName } from '../exit-codes.ts';
import type { GlobalOptions, Host } from '../host.ts';
import { columns } from '../render/columns.ts';
import { nearestWords } from '../render/nearest-words.ts';

/** `ledgerline explain [CODE]`: what a code means and what to do; all codes when none is named. Needs no configuration. */
export async function explain(code: string | undefined, options: GlobalOptions, host: Host): Promise<ExitName> {
  if (code === undefined) {
    const codes = explainedCodes();
    answer(host, options, {
      json: () => ({ exitCode: 0, codes }),
      text: () => columns(codes.map(({ code, meaning }) => [code, meaning])).join('\n'),
    });
    return 'ok';
  }
  const wanted = code.trim().toUpperCase().replaceAll('-', '_');
  const found = explainedCode(wanted);
  if (!found) throw unknown(wanted);
  answer(host, options, {
    json: () => ({ exitCode: 0, ...found }),
    text: (paint) =>
      [paint('good', found.code), `  ${found.meaning}`, `  about: ${found.about}`, `  next: ${found.next}`].join('\n'),
  });
  return 'ok';
}

function unknown(code: string): ConfigError {
  const near = nearestWords(
    code,
    explainedCodes().map(({ code }) => code),
  );
  const hint = near.length > 0 ? `Did you mean ${near.join(', ')}?` : 'Plugins of others have codes of their own.';
  return new ConfigError(`Nothing here has the code ${code}. ${hint} \`ledgerline explain\` lists all.`, {
    code: 'CODE_UNKNOWN',
  });
}
