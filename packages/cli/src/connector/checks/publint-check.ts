import assert from 'node:assert/strict';
import type { Check } from '@ledgerline/testkit/checks';
import type { ConnectorPackage } from '../connector-package.ts';
import { loadTool } from '../load-tool.ts';

/** The part of publint that is used. */
interface Publint {
  publint(options: {
    pkgDir: string;
    strict: boolean;
    pack: 'npm';
  }): Promise<{ messages: readonly object[]; pkg: object }>;
}

interface PublintWords {
  formatMessage(message: object, pkg: object, options: { color: boolean }): string | undefined;
}

/** What npm would publish can be installed and imported. */
export function publintCheck({ folder }: ConnectorPackage): Check {
  return {
    id: 'package/publint',
    title: 'publint finds nothing in what npm would publish',
    run: async () => {
      const { publint } = await loadTool<Publint>('publint', folder, 'publint');
      const { formatMessage } = await loadTool<PublintWords>('publint/utils', folder, 'publint');
      const { messages, pkg } = await publint({ pkgDir: folder, strict: true, pack: 'npm' });
      const words = messages.map((message) => formatMessage(message, pkg, { color: false }) ?? JSON.stringify(message));
      assert.deepEqual(words, [], words.join('; '));
    },
  };
}
