import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of the package that a module came with; undefined for our own. */
function packageOf(module) {
  if (!module.includes('/node_modules/')) return undefined;
  for (let folder = dirname(module); folder !== dirname(folder); folder = dirname(folder)) {
    const file = join(folder, 'package.json');
    if (existsSync(file) && JSON.parse(readFileSync(file, 'utf8')).version !== undefined) return folder;
  }
  return undefined;
}

/** Name, version and licence of every package of others that the modules came from, as their licences ask for; undefined when there is none. */
export function thirdPartyNotices(modules) {
  const folders = new Set(modules.flatMap((module) => packageOf(module.replaceAll('\\', '/')) ?? []));
  if (folders.size === 0) return undefined;
  const notices = [...folders].map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const files = readdirSync(folder).filter((file) => /^(licen[cs]e|copying|copyright|notice)/i.test(file));
    const texts = files.sort().map((file) => readFileSync(join(folder, file), 'utf8').trim());
    return [`${name} ${version} (${license})`, ...texts].join('\n\n');
  });
  const head = 'Code of these packages is in the files beside this one.';
  return `${[head, ...notices.sort()].join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}
