import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ConfigError } from '@ledgerline/core';

/**
 * A module that only authors need, from where the connector, the working folder or the command sees it.
 *
 * Errors: ConfigError `TOOL_MISSING` with what to install.
 */
export async function loadTool<Module>(specifier: string, folder: string, install: string): Promise<Module> {
  for (const base of [join(folder, 'package.json'), join(process.cwd(), 'package.json'), import.meta.url]) {
    let file: string;
    try {
      file = createRequire(base).resolve(specifier);
    } catch {
      continue;
    }
    return import(pathToFileURL(file).href);
  }
  throw new ConfigError(`${specifier} is not installed; run: npm install --save-dev ${install}`, {
    code: 'TOOL_MISSING',
  });
}

/** The test kit without its test runner. */
export function loadTestkit(folder: string): Promise<typeof import('@ledgerline/testkit/checks')> {
  return loadTool('@ledgerline/testkit/checks', folder, '@ledgerline/testkit msw vitest');
}

/** The fake of sources by configuration; what it is made of is an author's, too. */
export async function loadSourceMock(): Promise<typeof import('@ledgerline/connector-http/mock')> {
  try {
    return await import('@ledgerline/connector-http/mock');
  } catch (cause) {
    throw new ConfigError('msw is not installed; run: npm install --save-dev @ledgerline/testkit msw vitest', {
      code: 'TOOL_MISSING',
      cause,
    });
  }
}
