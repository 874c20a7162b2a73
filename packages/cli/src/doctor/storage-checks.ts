import { isAbsolute } from 'node:path';
import { isLedgerlineError } from '@ledgerline/core';
import type { Project } from '../project.ts';
import { type Diagnosis, fault, open, quoted, setAside, well } from './diagnosis.ts';
import type { Machine } from './machine.ts';

/** Less than this, and a month of reports may not fit. */
const leastFreeBytes = 1024 ** 3;

/** Folders and disks: state, spool, lakes, drops, reference data. */
export async function storageChecks({ config, plugins }: Project, machine: Machine): Promise<Diagnosis[]> {
  const lakes = [...plugins.sinks].flatMap(
    ([
      name,
      {
        config: { path },
      },
    ]) => (typeof path === 'string' ? [[name, path] as const] : []),
  );
  const checks = [
    await folder(machine, 'state.folder', 'the folder of the state store', parentOf(config.state)),
    await notFolder(machine, 'state.file', 'the state store', config.state),
    await folder(machine, 'spool.folder', 'the folder where downloads wait', config.spool),
    await space(machine, 'spool.space', 'downloads', config.spool),
  ];
  for (const [name, path] of lakes)
    checks.push(
      await folder(machine, 'lake.folder', `the folder of the sink "${name}"`, path),
      await space(machine, 'lake.space', `the sink "${name}"`, path),
    );
  return [...checks, ...(await drops({ config, plugins }, machine)), await references({ config, plugins }, machine)];
}

function parentOf(path: string): string {
  return path.replace(/[/\\][^/\\]*$/, '');
}

async function folder(machine: Machine, id: string, name: string, path: string): Promise<Diagnosis> {
  if ((await machine.kindOf(path)) === 'file')
    return fault(id, `${name}, ${path}, is a file`, {
      fix: 'move the file away; the folder is made by itself',
      run: setAside(path),
    });
  if (await machine.mayWrite(path)) return well(id, `${name} is ${path}`);
  return fault(id, `${name}, ${path}, cannot be written by this user`, {
    fix: 'give it to the user that runs ledgerline',
    run: `chmod u+rwx ${quoted(path)}`,
  });
}

async function notFolder(machine: Machine, id: string, name: string, path: string): Promise<Diagnosis> {
  if ((await machine.kindOf(path)) !== 'folder') return well(id, `${name} is ${path}`);
  return fault(id, `${name}, ${path}, is a folder`, {
    fix: 'move the folder away; the file is made by itself',
    run: setAside(path),
  });
}

async function space(machine: Machine, id: string, name: string, path: string): Promise<Diagnosis> {
  const free = await machine.freeBytes(path);
  if (free === undefined) return well(id, `nobody can tell how much room there is for ${name}`);
  const told = `${(free / 1024 ** 3).toFixed(1)} GiB are free for ${name}`;
  if (free >= leastFreeBytes) return well(id, told);
  return fault(id, told, {
    fix: 'make room; `ledgerline lake prune --before DATE` lets go of files of superseded revisions',
  });
}

/** Folders in which files are dropped: they have to be there before anything can be found in them. */
async function drops({ plugins }: Project, machine: Machine): Promise<Diagnosis[]> {
  const folders = new Set(
    [...plugins.configs.values()].flatMap((accounts) => [...accounts.values()].flatMap(dropFolders)),
  );
  const found: Diagnosis[] = [];
  for (const path of folders) {
    const kind = await machine.kindOf(path);
    if (kind === 'folder') found.push(well('drop.folder', `files are dropped in ${path}`));
    else if (kind === 'file')
      found.push(
        fault('drop.folder', `${path}, where files should be dropped, is a file`, {
          fix: 'move the file into a folder of that name',
        }),
      );
    else
      found.push(
        fault('drop.folder', `${path}, where files should be dropped, is not there`, {
          fix: 'make it, or mend its path',
          run: `mkdir -p ${quoted(path)}`,
        }),
      );
  }
  return found;
}

function dropFolders(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const { kind, path }: { readonly kind?: unknown; readonly path?: unknown } = value;
  if (kind === 'directory' && typeof path === 'string') return [path];
  return Object.values(value).flatMap(dropFolders);
}

/** Files that validators judge by; every path of a plugin's config is absolute. */
async function references({ plugins }: Project, machine: Machine): Promise<Diagnosis> {
  const paths = new Set(
    [...plugins.validators.values()].flatMap((list) => list.flatMap(({ config }) => pathsIn(config))),
  );
  const absent: string[] = [];
  for (const path of paths) if ((await machine.kindOf(path)) === 'nothing') absent.push(path);
  if (absent.length === 0)
    return well('reference.files', paths.size === 0 ? 'no validator needs a file' : 'files of validators are there');
  return fault('reference.files', `a validator needs ${absent.join(', ')}, which is not there`, {
    fix: 'put the file there, or mend its path',
  });
}

function pathsIn(value: unknown): string[] {
  if (typeof value === 'string') return isAbsolute(value) ? [value] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(pathsIn) : [];
}

/** What opening state or lake says, as a diagnosis; undefined for anything else. */
export function openingFault(error: unknown, stateFile: string): Diagnosis {
  const what = error instanceof Error ? error.message : String(error);
  if (isLedgerlineError(error) && error.code === 'STATE_UNAVAILABLE')
    return fault('state.opens', what, {
      fix: 'move it aside: parked instants, held reports and baselines of drift begin anew, the lake is untouched',
      run: setAside(stateFile),
    });
  return open('lake.opens', what, { fix: 'see `ledgerline lake verify`; bring what is damaged back from a backup' });
}
