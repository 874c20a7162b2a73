import type { LakeFile } from '@ledgerline/core';
import { Directories } from './directories.ts';
import type { Environment } from './environment.ts';
import { historyPath, parentOf } from './layout.ts';

/** The history of one superseded revision: where its files go when the next one takes their place. */
export class Past {
  readonly #environment: Environment;
  readonly #report: string;
  readonly #sequence: number;

  constructor(environment: Environment, report: string, sequence: number) {
    this.#environment = environment;
    this.#report = report;
    this.#sequence = sequence;
  }

  /** Gives files a second name in the history, durably; what has one already keeps it. */
  async link(files: readonly LakeFile[]): Promise<void> {
    const { fs, root, step } = this.#environment;
    const directories = await this.#makeRoom(files);
    for (const { path } of files) {
      step('supersede:keep');
      if (fs.size(`${root}/${path}`) !== undefined) fs.link(`${root}/${path}`, this.#pathOf(path));
      directories.touch(parentOf(this.#pathOf(path)));
    }
    await directories.flush();
  }

  /** Moves files from their partitions into the history, and removes partitions that are empty then. */
  async move(files: readonly LakeFile[]): Promise<void> {
    const { fs, root, step } = this.#environment;
    const directories = await this.#makeRoom(files);
    for (const { path } of files) {
      step('supersede:remove');
      if (fs.size(`${root}/${path}`) !== undefined) fs.rename(`${root}/${path}`, this.#pathOf(path));
      directories.touch(parentOf(`${root}/${path}`));
      directories.touch(parentOf(this.#pathOf(path)));
    }
    // The move is durable before the directory goes: one that comes back after a power cut comes back empty.
    await directories.flush();
    for (const directory of new Set(files.map(({ path }) => parentOf(`${root}/${path}`)))) {
      for (let path = directory; path.length > root.length && fs.removeDirectory(path); ) path = parentOf(path);
    }
  }

  /** A file must not leave for a directory that a power cut could take away. */
  async #makeRoom(files: readonly LakeFile[]): Promise<Directories> {
    const { fs, root } = this.#environment;
    const directories = new Directories(fs, root);
    for (const { path } of files) directories.ensure(parentOf(this.#pathOf(path)));
    await directories.flush();
    return directories;
  }

  #pathOf(path: string): string {
    return `${this.#environment.root}/${historyPath(this.#report, this.#sequence, path)}`;
  }
}
