import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { checkExports } from './check-exports.mjs';
import { createConnector } from './create-connector.mjs';
import { mutationPolicy } from './mutation-policy.mjs';

/** Runs a program of the repository's own node_modules and answers with its exit code. */
function runBin(root, name, words, env = {}) {
  const { status, error } = spawnSync(join(root, 'node_modules', '.bin', name), words, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  if (error) console.error(`${name}: ${error.message}`);
  return status ?? 1;
}

/** Runs a script under this Node; the child owns the terminal. */
function runNode(root, words, env = {}) {
  const { status } = spawnSync(process.execPath, words, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  return status ?? 1;
}

/** Declarations by the compiler, modules by the bundler. */
const build = ({ root }) => runBin(root, 'tsc', ['-b']) || runNode(root, ['scripts/bundle.mjs']);
/** Where tests try more than `npm test` has time for. */
const deepTests = [
  ...['packages/core', 'packages/sink-filesystem', 'packages/testkit/test', 'packages/connector-file/test/memory'],
  ...[
    '/contract.test.ts',
    'create-connector/test/conformance',
    'test/accounting',
    'test/two-sources',
    'test/read-only',
    'test/mock-command',
  ],
  '.deep.test.ts',
];
const vitest = (root, args, env) =>
  runBin(root, 'vitest', ['run', '--reporter=default', '--reporter=./scripts/closing-line.mjs', ...args], env);

/** What `check` does besides the tests, in the order in which failures are cheapest to read. */
const staticChecks = {
  build,
  types: ({ root }) => runBin(root, 'tsc', ['-p', 'tsconfig.tests.json']),
  'lint and format': ({ root }) => runBin(root, 'biome', ['ci', '--error-on-warnings', '.']),
  exports: ({ root }) => checkExports(root),
  'public API': ({ root }) => runNode(root, ['scripts/api-report.ts', '--check']),
};

async function runStaticChecks(context) {
  let failed = 0;
  for (const [name, step] of Object.entries(staticChecks)) {
    const status = await step(context);
    console.log(`${status === 0 ? 'ok    ' : 'FAILED'} ${name}`);
    if (status !== 0) failed += 1;
  }
  const passed = Object.keys(staticChecks).length - failed;
  console.log(`checks: ${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

export const tasks = {
  build,
  demo: (context) => build(context) || runNode(context.root, ['examples/demo/main.ts', ...context.args]),
  test: (context) => build(context) || vitest(context.root, context.args),
  'test:deep': (context) =>
    build(context) || vitest(context.root, [...deepTests, ...context.args], { LEDGERLINE_DEEP: '1' }),
  static: runStaticChecks,
  check: async (context) => (await runStaticChecks(context)) || vitest(context.root, context.args),
  format: ({ root }) => runBin(root, 'biome', ['check', '--write', '.']),
  ledgerline: (context) => build(context) || runNode(context.root, ['packages/cli/dist/bin.js', ...context.args]),
  mock: (context) => build(context) || runNode(context.root, ['bench/mock/main.ts', ...context.args]),
  'docs:api': (context) => build(context) || runNode(context.root, ['scripts/api-report.ts']),
  'create:connector': (context) => build(context) || createConnector(context),
  'docs:site': (context) =>
    build(context) ||
    runNode(context.root, ['scripts/write-reference-docs.ts']) ||
    runBin(context.root, 'vitepress', ['build', 'docs', ...context.args]),
  'docs:config': (context) => build(context) || runNode(context.root, ['scripts/write-config-docs.ts']),
  'docs:events': ({ root }) => runNode(root, ['scripts/write-events-docs.ts']),
  'docs:drift': ({ root }) => runNode(root, ['scripts/write-drift-docs.ts']),
  'mutation:policy': ({ root, args }) => mutationPolicy(root, args),
  'bench:drift': ({ root, args }) => runNode(root, ['bench/drift/main.ts', ...args]),
  'bench:lookup': ({ root, args }) => runNode(root, ['bench/lookup/main.ts', ...args]),
  'bench:policy': ({ root, args }) => runNode(root, ['bench/policy/main.ts', ...args]),
  'soak:audit': (context) => build(context) || runNode(context.root, ['bench/soak-audit/main.ts', ...context.args]),
  'soak:download': ({ root, args }) => runNode(root, ['bench/soak-download/main.ts', ...args]),
  'soak:faults': (context) => build(context) || runNode(context.root, ['bench/soak-faults/main.ts', ...context.args]),
  'bench:profile': (context) => build(context) || runNode(context.root, ['bench/profile/main.ts', ...context.args]),
  'bench:ingest': (context) => build(context) || runNode(context.root, ['bench/ingest/main.ts', ...context.args]),
  'soak:kill': (context) => build(context) || runNode(context.root, ['bench/soak-kill/main.ts', ...context.args]),
  'soak:disk': (context) => build(context) || runNode(context.root, ['bench/soak-disk/main.ts', ...context.args]),
  'journey:connector': (context) =>
    build(context) || runNode(context.root, ['bench/journey-connector/main.ts', ...context.args]),
  'journey:report': (context) =>
    build(context) || runNode(context.root, ['bench/journey-report/main.ts', ...context.args]),
  conformance: (context) => build(context) || runNode(context.root, ['bench/conformance/main.ts', ...context.args]),
};
