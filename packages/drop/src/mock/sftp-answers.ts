import { createHash } from 'node:crypto';
import ssh2, { type Attributes, type FileEntry, type SFTPWrapper } from 'ssh2';
import type { FakeTree } from './fake-tree.ts';
import type { SftpState } from './sftp-state.ts';

const { OPEN_MODE, STATUS_CODE } = ssh2.utils.sftp;

/** File types of POSIX mode bits. */
const folderMode = 0o040755;
const fileMode = 0o100644;

interface Parts {
  readonly tree: FakeTree;
  readonly state: SftpState;
  readonly breakOff: () => void;
}

type Handle =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'folder'; readonly path: string; told: boolean };

/** `/DE/202607/` as the tree knows it: `DE/202607`. */
function pathOf(remote: string): string {
  return remote
    .split('/')
    .filter((segment) => segment !== '' && segment !== '.')
    .join('/');
}

function attributes(mode: number, size: number, modifiedMs: number): Attributes {
  const seconds = Math.floor(modifiedMs / 1000);
  return { mode, uid: 0, gid: 0, size, atime: seconds, mtime: seconds };
}

/** How much of a file can be seen; a look at a growing one makes it grow. */
function visible({ tree, state }: Parts, path: string, look: boolean): Uint8Array | undefined {
  const bytes = tree.files.get(path)?.bytes;
  const growth = state.growing.get(path);
  if (bytes === undefined || growth === undefined) return bytes;
  const seen = bytes.subarray(0, growth.visibleBytes);
  if (look) growth.visibleBytes = Math.min(bytes.length, growth.visibleBytes + growth.growBytes);
  return seen;
}

function isFolder({ tree }: Parts, path: string): boolean {
  if (path === '') return true;
  for (const key of tree.files.keys()) if (key.startsWith(`${path}/`)) return true;
  return false;
}

function describe(parts: Parts, path: string): Attributes | undefined {
  const bytes = visible(parts, path, true);
  if (bytes !== undefined) return attributes(fileMode, bytes.length, parts.tree.files.get(path)?.modifiedMs ?? 0);
  return isFolder(parts, path) ? attributes(folderMode, 0, 0) : undefined;
}

/** Entries of a folder in an order that only a machine could like. */
function entriesOf(parts: Parts, folder: string): FileEntry[] {
  const start = folder === '' ? '' : `${folder}/`;
  const names = new Set<string>();
  for (const key of parts.tree.files.keys()) {
    const rest = key.startsWith(start) ? key.slice(start.length) : '';
    const [name = ''] = rest.split('/');
    if (name !== '') names.add(name);
  }
  const shuffled = [...names].map((name) => [createHash('md5').update(name).digest('hex'), name] as const);
  shuffled.sort(([left], [right]) => (left < right ? -1 : 1));
  return shuffled.flatMap(([, name]) => {
    const attrs = describe(parts, `${start}${name}`);
    if (attrs === undefined) return [];
    const kind = attrs.mode === folderMode ? 'd' : '-';
    return [{ filename: name, longname: `${kind}rw-r--r-- 1 0 0 ${attrs.size} Aug 1 2026 ${name}`, attrs }];
  });
}

/** Answers one SFTP session: reading only. */
export function answerSftp(sftp: SFTPWrapper, parts: Parts): void {
  const { state } = parts;
  const handles = new Map<string, Handle>();
  let opened = 0;
  let sentBytes = 0;

  const open = (handle: Handle): Buffer => {
    opened += 1;
    handles.set(String(opened), handle);
    return Buffer.from(String(opened));
  };
  const isDenied = (path: string): boolean => state.denied.has(path);
  const stat = (id: number, remote: string): void => {
    const path = pathOf(remote);
    const attrs = describe(parts, path);
    if (attrs === undefined) sftp.status(id, STATUS_CODE.NO_SUCH_FILE);
    else sftp.attrs(id, attrs);
  };

  sftp.on('REALPATH', (id, remote) => {
    const name = `/${pathOf(remote)}`;
    sftp.name(id, [{ filename: name, longname: name, attrs: attributes(folderMode, 0, 0) }]);
  });
  sftp.on('STAT', stat);
  sftp.on('LSTAT', stat);
  sftp.on('OPENDIR', (id, remote) => {
    const path = pathOf(remote);
    state.requests.push(`list ${path}`);
    if (isDenied(path)) return sftp.status(id, STATUS_CODE.PERMISSION_DENIED);
    if (!isFolder(parts, path)) return sftp.status(id, STATUS_CODE.NO_SUCH_FILE);
    return sftp.handle(id, open({ kind: 'folder', path, told: false }));
  });
  sftp.on('READDIR', (id, buffer) => {
    const handle = handles.get(buffer.toString());
    if (handle?.kind !== 'folder') return sftp.status(id, STATUS_CODE.FAILURE);
    if (handle.told) return sftp.status(id, STATUS_CODE.EOF);
    handle.told = true;
    return sftp.name(id, entriesOf(parts, handle.path));
  });
  sftp.on('OPEN', (id, remote, flags) => {
    const path = pathOf(remote);
    if ((flags & OPEN_MODE.WRITE) !== 0 || isDenied(path)) return sftp.status(id, STATUS_CODE.PERMISSION_DENIED);
    if (!parts.tree.files.has(path)) return sftp.status(id, STATUS_CODE.NO_SUCH_FILE);
    return sftp.handle(id, open({ kind: 'file', path }));
  });
  sftp.on('FSTAT', (id, buffer) => {
    const handle = handles.get(buffer.toString());
    const bytes = handle === undefined ? undefined : visible(parts, handle.path, false);
    if (bytes === undefined) sftp.status(id, STATUS_CODE.FAILURE);
    else sftp.attrs(id, attributes(fileMode, bytes.length, 0));
  });
  sftp.on('READ', (id, buffer, offset, length) => {
    const handle = handles.get(buffer.toString());
    const bytes = handle === undefined ? undefined : visible(parts, handle.path, false);
    if (handle === undefined || bytes === undefined) return sftp.status(id, STATUS_CODE.FAILURE);
    state.requests.push(`read ${handle.path}@${offset}`);
    if (offset >= bytes.length) return sftp.status(id, STATUS_CODE.EOF);
    const part = Buffer.from(bytes.subarray(offset, offset + length));
    if (state.drops > 0 && sentBytes + part.length > state.dropAfterBytes) {
      state.drops -= 1;
      return parts.breakOff();
    }
    sentBytes += part.length;
    return sftp.data(id, part);
  });
  sftp.on('CLOSE', (id, buffer) => {
    handles.delete(buffer.toString());
    sftp.status(id, STATUS_CODE.OK);
  });
}
