import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  type Answers,
  authKinds,
  checkAnswers,
  formatKinds,
  listingKinds,
  packageFiles,
  registrySpecs,
} from '@ledgerline/create-connector';
import type { Journal } from './journal.ts';
import { run } from './shell.ts';

function allAnswers(): readonly Answers[] {
  const all = Object.keys(authKinds).flatMap((auth) =>
    Object.keys(listingKinds).flatMap((listing) =>
      Object.keys(formatKinds).map((format) => ({ auth, listing, format })),
    ),
  );
  return all.map(({ auth, listing, format }, at) => {
    const answers = checkAnswers({ name: `kind-${at}`, dsp: 'Any Music', auth, listing, format });
    if (!('name' in answers)) throw new Error(answers.join('\n'));
    return answers;
  });
}

/** Every package that can be generated, type-checked at once against what is installed in one of them. */
export async function combinations(installed: string, journal: Journal): Promise<void> {
  const all = allAnswers();
  const folder = join(installed, 'kinds');
  for (const answers of all) {
    for (const [path, text] of packageFiles(answers, registrySpecs('0.1.0'))) {
      if (!/^(src|test|demo)\//.test(path)) continue;
      const file = join(folder, answers.name, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
  }
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ extends: '../tsconfig.json', include: ['*/src', '*/test', '*/demo'] }),
  );
  const checked = await run('npx', ['tsc', '-p', 'kinds'], { cwd: installed, offline: true });
  journal.is(
    `all ${all.length} packages that can be generated: tsc ends with`,
    checked.code,
    0,
    'exit code',
    checked.seen,
  );
}
