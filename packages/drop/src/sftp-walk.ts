import type SftpClient from 'ssh2-sftp-client';
import type { DropEntry } from './drop.ts';
import { byPath, isHidden, isPlainPath, refusedEntry } from './entry.ts';
import { rootError } from './file-error.ts';
import { fileFault } from './sftp-session.ts';

/** The absolute path of a file or folder of the drop. */
export function remotePath(root: string, path: string): string {
  return `${root.replace(/\/+$/, '')}/${path}`;
}

/** What one look at a file tells; both figures must be the same at the next look. Units: epoch ms, whole seconds. */
export function tagOf(size: number, modifiedMs: number): string {
  return `${size}-${modifiedMs}`;
}

function mayHold(folder: string, prefix: string): boolean {
  return folder.startsWith(prefix) || prefix.startsWith(folder);
}

async function entriesOf(client: SftpClient, root: string, below: string): Promise<SftpClient.FileInfo[] | DropEntry> {
  try {
    return await client.list(remotePath(root, below.replace(/\/$/, '')) || '/');
  } catch (error) {
    const fault = fileFault(error);
    const code = 'code' in fault ? fault.code : undefined;
    if (code === 'ECONNRESET') throw fault;
    if (below === '') throw rootError(root, fault);
    return code === 'ENOENT' ? [] : refusedEntry(below, 'the host does not let this login see the folder');
  }
}

/** Looks once at every file below the root whose path begins with the prefix. Order: by path. */
export async function walkSftp(client: SftpClient, root: string, prefix: string): Promise<readonly DropEntry[]> {
  const found: DropEntry[] = [];
  const folders = [''];
  for (let below = folders.pop(); below !== undefined; below = folders.pop()) {
    const entries = await entriesOf(client, root, below);
    if (!Array.isArray(entries)) {
      found.push(entries);
      continue;
    }
    for (const { name, type, size, modifyTime } of entries) {
      const path = `${below}${name}`;
      if (name === '.' || name === '..' || isHidden(name)) continue;
      if (type === 'd') {
        if (mayHold(`${path}/`, prefix) && isPlainPath(path)) folders.push(`${path}/`);
      } else if (path.startsWith(prefix)) {
        const plain = type === '-' && isPlainPath(path) && !name.includes('/');
        if (!plain) found.push(refusedEntry(path, 'it is a link or no regular file'));
        else found.push({ path, size, modifiedMs: modifyTime, tag: tagOf(size, modifyTime), state: 'ready' });
      }
    }
  }
  return found.sort(byPath);
}
