import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { thirdPartyNotices } from './third-party-notices.mjs';

/**
 * Libraries whose code is taken into the files of the package that depends on them: many small modules that every command loads, which
 * one by one take longer to load than the command to do its work. They stay `dependencies`: declarations need them, and so do audits.
 */
const takenIn = [
  ...['typebox', 'yaml', 'semver', 'cockatiel', 'tsyringe', 'tslib', 'reflect-metadata'],
  '@opentelemetry/api', // Registers what a host brings under a global symbol, so a copy of it finds it all the same.
];

/** Everything else that is imported by name stays apart, core and its host's other packages above all: there is one of each. */
function staysApart(id) {
  const named = !id.startsWith('.') && !id.startsWith('\0') && !isAbsolute(id);
  return named && !takenIn.some((name) => id === name || id.startsWith(`${name}/`));
}

/** The modules that are asked for from outside: the doors of `exports`, and the command. */
function doorsOf({ exports = {}, bin = {} }) {
  const targets = [...Object.values(exports).map((door) => door.default), ...Object.values(bin)];
  const names = targets.flatMap((target) => /^\.\/dist\/(.+)\.js$/.exec(target ?? '')?.[1] ?? []);
  return Object.fromEntries(names.map((name) => [name, `src/${name}.ts`]));
}

/** Size and time of everything that a bundle depends on, as one hash. */
function fingerprint(root, folder) {
  const sources = readdirSync(join(folder, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.test.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const shared = ['pnpm-lock.yaml', 'scripts/bundle.mjs', 'scripts/third-party-notices.mjs'];
  const hash = createHash('sha256');
  for (const file of [...shared.map((name) => join(root, name)), join(folder, 'package.json'), ...sources]) {
    const { mtimeMs, size } = statSync(file);
    hash.update(`${file} ${mtimeMs} ${size}\n`);
  }
  return hash.digest('hex');
}

/** A reader that comes meanwhile sees the old file or the new one. */
function replaceFile(file, text) {
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return;
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
}

/** Whatever an earlier build left that is neither a declaration nor of this one. */
function removeOthers(dist, written) {
  for (const entry of readdirSync(dist, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    if (/\.js(\.map)?$/.test(entry.name) && !written.has(file)) rmSync(file, { force: true });
  }
}

/** Bundles a package: a file for each door, and shared or lazily loaded parts beside them. */
async function bundlePackage(folder, input) {
  const { rolldown } = await import('rolldown');
  const bundle = await rolldown({ cwd: folder, input, platform: 'node', external: staysApart });
  const { output } = await bundle.generate({ format: 'esm', sourcemap: true, chunkFileNames: '[name].js' });
  await bundle.close();
  const dist = join(folder, 'dist');
  const written = new Set();
  const keep = (name, text) => {
    written.add(join(dist, name));
    replaceFile(join(dist, name), text);
  };
  // Doors come last: what they load is there already.
  const chunks = output.filter(({ type }) => type === 'chunk').sort((a, b) => a.isEntry - b.isEntry);
  for (const { fileName, code, map } of chunks) {
    // The sources stand in the repository; what a trace needs is their names and lines.
    if (map) keep(`${fileName}.map`, JSON.stringify({ ...map, sourcesContent: undefined }));
    keep(fileName, map ? `${code}\n//# sourceMappingURL=${fileName}.map\n` : code);
  }
  removeOthers(dist, written);
  const notices = thirdPartyNotices(chunks.flatMap(({ moduleIds }) => moduleIds));
  if (notices !== undefined) replaceFile(join(dist, 'third-party.txt'), notices);
}

/** Bundles every package whose sources changed since the last time; `tsc -b` writes the declarations beside. */
async function bundle(root) {
  const stamps = join(root, 'node_modules', '.cache', 'bundles');
  mkdirSync(stamps, { recursive: true });
  for (const name of readdirSync(join(root, 'packages'))) {
    const folder = join(root, 'packages', name);
    if (!existsSync(join(folder, 'package.json'))) continue;
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const stamp = join(stamps, name);
    const wanted = fingerprint(root, folder);
    const doors = doorsOf(manifest);
    const there = Object.keys(doors).every((door) => existsSync(join(folder, 'dist', `${door}.js`)));
    if (there && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) continue;
    await bundlePackage(folder, doors);
    writeFileSync(stamp, wanted);
  }
}

await bundle(fileURLToPath(new URL('..', import.meta.url)));
