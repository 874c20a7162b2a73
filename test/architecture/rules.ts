import { posix } from 'node:path';
import {
  connectorRooms,
  doors,
  emptyNames,
  floors,
  keptOutOfIndex,
  maxLines,
  owners,
  packageArrows,
} from './floors.ts';
import { importsOf } from './imports.ts';

/** Source files by path relative to the repository: `packages/core/src/http/http.ts`. */
export type Sources = ReadonlyMap<string, string>;

const core = 'packages/core/src/';
const isTest = (file: string): boolean => file.endsWith('.test.ts') || /(^|\/)test\//.test(file);
const roomOf = (file: string): string => file.slice(core.length).split('/')[0] ?? '';
const floorOf = (room: string): number => floors.findIndex((rooms) => rooms.includes(room));
const packageOf = (specifier: string): string =>
  specifier.startsWith('@') ? specifier.split('/').slice(0, 2).join('/') : (specifier.split('/')[0] ?? specifier);
const target = (file: string, specifier: string): string => posix.join(posix.dirname(file), specifier);

/** Arrows between the rooms of core that the floors do not allow, and imports of a door from inside. */
export function brokenFloors(sources: Sources): string[] {
  const broken: string[] = [];
  for (const [file, source] of sources) {
    if (!file.startsWith(core)) continue;
    const door = doors.includes(file.slice(core.length));
    const room = roomOf(file);
    if (!door && floorOf(room) < 0) broken.push(`${file}: room "${room}" is on no floor; add it to floors.ts`);
    for (const { specifier } of importsOf(source)) {
      if (!specifier.startsWith('.')) continue;
      const to = target(file, specifier);
      const reached = roomOf(to);
      if (doors.includes(to.slice(core.length))) broken.push(`${file} imports the door ${to}`);
      else if (!door && reached !== room && floorOf(reached) >= floorOf(room))
        broken.push(`${file} (floor ${floorOf(room)}) imports ${to} (floor ${floorOf(reached)})`);
    }
    if (!door && /\/index\.ts$/.test(file)) broken.push(`${file}: no index.ts below the doors`);
  }
  return broken;
}

/** Values of a guarded package imported outside the room that owns it. */
export function brokenOwners(sources: Sources): string[] {
  const broken: string[] = [];
  for (const [file, source] of sources) {
    if (!file.startsWith(core) || isTest(file)) continue;
    for (const { specifier, typeOnly } of importsOf(source)) {
      const owner = owners[specifier] ?? owners[packageOf(specifier)];
      if (!owner || typeOnly) continue;
      const allowed = owner.file ? file === core + owner.file : owner.rooms.includes(roomOf(file));
      if (!allowed)
        broken.push(`${file} imports ${specifier}, which belongs to ${owner.file ?? owner.rooms.join(', ')}`);
    }
  }
  return broken;
}

/** Packages that the author's door would load although it must not. */
export function loadedByIndex(sources: Sources): string[] {
  const seen = new Set<string>();
  const broken: string[] = [];
  const visit = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const { specifier, typeOnly } of importsOf(sources.get(file) ?? '')) {
      if (typeOnly) continue;
      if (specifier.startsWith('.')) visit(target(file, specifier));
      else if (keptOutOfIndex.includes(packageOf(specifier)))
        broken.push(`index.ts loads ${specifier} through ${file}`);
    }
  };
  visit(`${core}index.ts`);
  return broken;
}

/** Circles of imports (types count: a circle of types is a circle of thoughts). */
export function cycles(sources: Sources): string[] {
  const state = new Map<string, 'open' | 'done'>();
  const found: string[] = [];
  const visit = (file: string, path: readonly string[]): void => {
    if (state.get(file) === 'done') return;
    if (state.get(file) === 'open') {
      found.push([...path.slice(path.indexOf(file)), file].join(' -> '));
      return;
    }
    state.set(file, 'open');
    for (const { specifier } of importsOf(sources.get(file) ?? '')) {
      const to = specifier.startsWith('.') ? target(file, specifier) : undefined;
      if (to !== undefined && sources.has(to)) visit(to, [...path, file]);
    }
    state.set(file, 'done');
  };
  for (const file of sources.keys()) visit(file, []);
  return found;
}

/** Imports between workspace packages that the table does not allow. */
export function brokenPackageArrows(sources: Sources): string[] {
  const broken: string[] = [];
  for (const [file, source] of sources) {
    const name = file.match(/^packages\/([^/]+)\/src\//)?.[1];
    if (name === undefined || isTest(file)) continue;
    const allowed = packageArrows[name] ?? (name.startsWith('connector-') ? packageArrows.connector : undefined);
    if (!allowed) broken.push(`packages/${name} is not in packageArrows`);
    for (const { specifier } of importsOf(source)) {
      if (!specifier.startsWith('@ledgerline/') || allowed?.includes('*')) continue;
      if (!allowed?.includes(specifier)) broken.push(`${file} imports ${specifier}`);
      if (specifier === `@ledgerline/${name}`) broken.push(`${file} imports its own package by name`);
    }
  }
  return broken;
}

/** Files that a connector lacks under the name they have in the others. */
export function missingConnectorRooms(sources: Sources): string[] {
  const connectors = new Set([...sources.keys()].flatMap((file) => /^packages\/connector-[^/]+/.exec(file)?.[0] ?? []));
  return [...connectors].flatMap((folder) =>
    connectorRooms
      .filter((room) => !sources.has(`${folder}/src/${room}`))
      .map((room) => `${folder} has no src/${room}`),
  );
}

const clockUse = /\b(Date\.now\(|new Date\(\)|performance\.now\(|Math\.random\(|setTimeout\(|setInterval\()/;
const fetchUse = /(?<![.\w'"`])fetch\(|(?<!typeof )globalThis\.fetch/;
const looseEnds = /(\bas any\b|: any\b|as unknown as|@ts-ignore|@ts-expect-error|biome-ignore|\bTODO\b|\bFIXME\b)/;
const timeKeepers = /\/(time|random|mock)\/|^packages\/(testkit|fakes)\/|^bench\/|^scripts\//;

/** Rules about single files: length, names, clocks, fetch, loose ends. */
export function brokenFiles(sources: Sources): string[] {
  const broken: string[] = [];
  for (const [file, source] of sources) {
    const code = source.replace(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*$/gm, '');
    const lines = source.split('\n').length - 1;
    if (lines > maxLines) broken.push(`${file} has ${lines} lines, more than ${maxLines}: which room is missing?`);
    if (emptyNames.test(file)) broken.push(`${file}: the name says nothing about what is inside`);
    if (isTest(file)) continue;
    if (looseEnds.test(code)) broken.push(`${file}: loose end ${code.match(looseEnds)?.[0]}`);
    if (!timeKeepers.test(file) && clockUse.test(code))
      broken.push(`${file}: ${code.match(clockUse)?.[0]} instead of an injected Clock or Rng`);
    const mayFetch = file.startsWith(`${core}http/`) || timeKeepers.test(file);
    if (file.startsWith('packages/') && !mayFetch && fetchUse.test(code)) broken.push(`${file} calls fetch itself`);
  }
  return broken;
}
