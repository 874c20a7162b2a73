import { expect, test } from 'vitest';
import { offeredFunctions } from '../scripts/offered-functions.ts';
import { referencePages } from '../scripts/reference-pages.ts';

test('the reference names every command with its options, every function with its example, and every door', () => {
  const pages = referencePages();
  const commands = pages.get('reference/commands.md') ?? '';
  for (const heading of ['## ledgerline run', '## ledgerline dlq replay', '## ledgerline policy explain'])
    expect(commands).toContain(`${heading}\n`);
  expect(commands).toContain('| `--why <text>` |');
  const sdk = pages.get('reference/sdk.md') ?? '';
  for (const { name, examples } of offeredFunctions()) {
    expect(sdk).toContain(`### ${name}\n`);
    for (const example of examples) expect(sdk).toContain(example.trimEnd());
  }
  expect([...pages.keys()]).toEqual(
    expect.arrayContaining(['reference/api/core.md', 'reference/api/testkit-checks.md']),
  );
});
