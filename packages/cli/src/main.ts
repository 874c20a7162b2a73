import { CommanderError } from 'commander';
import { type ExitName, exitCodes } from './exit-codes.ts';
import type { Host } from './host.ts';
import { createProgram } from './program.ts';

/** Runs one command line and answers with the exit code; everything that goes wrong is told once, on the error stream. */
export async function main(words: readonly string[], host: Host): Promise<number> {
  let end: ExitName = 'ok';
  const program = createProgram(host, (name) => {
    end = name;
  });
  try {
    await program.parseAsync(words, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) end = error.exitCode === 0 ? 'ok' : 'usage';
    else {
      const { tellError } = await import('./tell-error.ts');
      end = tellError(error, host, program.opts());
    }
  }
  return exitCodes[end].code;
}
