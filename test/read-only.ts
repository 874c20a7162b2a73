import { spawnSync } from 'node:child_process';
import { type CommandResult, commandFile, runCommand } from './run-command.ts';

const isSuperuser = process.getuid?.() === 0;
/** The superuser may write wherever the file system lets anybody: its folder is mounted read-only, for one process. */
const script = 'mount --bind "$1" "$1"; mount -o remount,bind,ro "$1"; cd "$1"; shift; exec "$@"';

function mounted(folder: string, ...words: readonly string[]) {
  return spawnSync('unshare', ['-m', 'sh', '-ec', script, 'sh', folder, ...words], { encoding: 'utf8' });
}

/** Why this machine cannot take the right to write away; undefined when it can. */
export function cannotDeny(folder: string): string | undefined {
  if (process.platform === 'win32') return 'folders of Windows have no such mode';
  return isSuperuser && mounted(folder, 'true').status !== 0 ? 'this user may not mount a file system' : undefined;
}

/** Runs `ledgerline` in a folder where nothing can be written. */
export function runReadOnly(folder: string, ...words: readonly string[]): CommandResult {
  if (isSuperuser) {
    const { status, stdout, stderr } = mounted(folder, process.execPath, commandFile, ...words);
    return { code: status, output: stdout, errors: stderr };
  }
  spawnSync('chmod', ['-R', 'a-w', folder]);
  try {
    return runCommand({ folder }, ...words);
  } finally {
    spawnSync('chmod', ['-R', 'u+w', folder]);
  }
}
