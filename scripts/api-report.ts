import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  CompilerState,
  Extractor,
  ExtractorConfig,
  ExtractorLogLevel,
  type IExtractorMessagesConfig,
} from '@microsoft/api-extractor';
import base from '../tsconfig.base.json' with { type: 'json' };

const root = fileURLToPath(new URL('../', import.meta.url));
const reportsFolder = join(root, 'api');

/** An entrance of a package, with the declarations that stand behind it. */
interface Door {
  readonly folder: string;
  /** Its report: `core`, `core.runtime`. */
  readonly name: string;
  readonly declarations: string;
}

interface Manifest {
  readonly private?: boolean;
  readonly exports?: Readonly<Record<string, string | { readonly types?: string }>>;
}

/** Every door of every published package that has types. */
function doors(): readonly Door[] {
  return readdirSync(join(root, 'packages')).flatMap((folder) => {
    const { exports = {}, private: isPrivate }: Manifest = readManifest(folder);
    return Object.entries(exports).flatMap(([path, target]) => {
      if (isPrivate || typeof target === 'string' || target.types === undefined) return [];
      const name = path === '.' ? folder : `${folder}.${path.slice('./'.length).replaceAll('/', '.')}`;
      return [{ folder, name, declarations: join(root, 'packages', folder, target.types) }];
    });
  });
}

function readManifest(folder: string): Manifest {
  try {
    return JSON.parse(readFileSync(join(root, 'packages', folder, 'package.json'), 'utf8'));
  } catch {
    return {}; // a folder without a package: leftovers of another branch
  }
}

const silent = { default: { logLevel: ExtractorLogLevel.None } };
const messages: IExtractorMessagesConfig = {
  compilerMessageReporting: { default: { logLevel: ExtractorLogLevel.Error } },
  extractorMessageReporting: {
    ...silent,
    'ae-forgotten-export': { logLevel: ExtractorLogLevel.Warning, addToApiReportFile: true },
  },
  tsdocMessageReporting: silent,
};

function configOf({ folder, name, declarations }: Door, all: readonly Door[], written: string): ExtractorConfig {
  const compilerOptions = { ...base.compilerOptions, composite: false, declaration: false, noEmit: true };
  return ExtractorConfig.prepare({
    configObject: {
      projectFolder: join(root, 'packages', folder),
      mainEntryPointFilePath: declarations,
      compiler: { overrideTsconfig: { compilerOptions, files: all.map((door) => door.declarations) } },
      apiReport: { enabled: true, reportFileName: name, reportFolder: written, reportTempFolder: `${written}/temp` },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      newlineKind: 'lf',
      messages,
    },
    configObjectFullPath: undefined,
    packageJsonFullPath: join(root, 'packages', folder, 'package.json'),
  });
}

/** What each door offers, by the name of its report. Errors: an Error with what the compiler says of the declarations. */
function extractReports(all: readonly Door[]): ReadonlyMap<string, string> {
  const written = mkdtempSync(join(tmpdir(), 'ledgerline-api-'));
  const reports = new Map<string, string>();
  try {
    let compilerState: CompilerState | undefined;
    for (const door of all) {
      const config = configOf(door, all, written);
      compilerState ??= CompilerState.create(config, { additionalEntryPoints: all.map((other) => other.declarations) });
      const faults: string[] = [];
      Extractor.invoke(config, {
        localBuild: true,
        compilerState,
        messageCallback: (message) => {
          if (message.logLevel === ExtractorLogLevel.Error) faults.push(message.formatMessageWithLocation(root));
          message.handled = true;
        },
      });
      if (faults.length > 0) throw new Error(`${door.name}: ${faults.join('\n')}`);
      reports.set(door.name, readFileSync(join(written, `${door.name}.api.md`), 'utf8'));
    }
  } finally {
    rmSync(written, { recursive: true, force: true });
  }
  return reports;
}

/** The report without warnings about names that another door of the package offers. */
function withoutOtherDoors(report: string, others: readonly string[]): string {
  const offered = (name: string): boolean =>
    others.some((other) =>
      new RegExp(`^export .*\\b(?:interface|type|class|const|function) ${name}\\b`, 'm').test(other),
    );
  const lines = report.split('\n').filter((line) => {
    const [, name] = /\(ae-forgotten-export\) The symbol "(\w+)"/.exec(line) ?? [];
    return name === undefined || !offered(name);
  });
  return lines.join('\n');
}

/** The public API of every package as it is built, by path from the root. */
export function apiReports(): ReadonlyMap<string, string> {
  const all = doors();
  const reports = extractReports(all);
  return new Map(
    all.map(({ folder, name }) => {
      const others = all.filter((door) => door.folder === folder && door.name !== name);
      const texts = others.map((door) => reports.get(door.name) ?? '');
      return [`api/${name}.md`, withoutOtherDoors(reports.get(name) ?? '', texts)];
    }),
  );
}

const onDisk = new Map(
  readdirSync(reportsFolder).map((file) => [`api/${file}`, readFileSync(join(reportsFolder, file), 'utf8')]),
);
const current = apiReports();
const outdated = [...current].filter(([path, text]) => onDisk.get(path) !== text).map(([path]) => path);
const orphans = [...onDisk.keys()].filter((path) => !current.has(path));

if (process.argv.includes('--check')) {
  for (const path of outdated) console.error(`${path} does not tell the public API as it is built`);
  for (const path of orphans) console.error(`${path} is of a door that no package has`);
  if (outdated.length + orphans.length > 0) {
    console.error('Run `npm run docs:api`, look at what changed, and commit it with the change.');
    process.exitCode = 1;
  }
} else {
  for (const path of outdated) writeFileSync(join(root, path), current.get(path) ?? '');
  for (const path of orphans) rmSync(join(root, path));
  console.log(`${current.size} reports in api/, ${outdated.length + orphans.length} of them changed`);
}
