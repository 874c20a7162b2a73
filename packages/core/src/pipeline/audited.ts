import { createHash } from 'node:crypto';
import type { JsonObject } from '../contracts/json.ts';
import type { DeadLetter, Manifest } from '../contracts/manifest.ts';

/**
 * The rejections of one batch as one record: every rejected row by stage, code and path with its line, and a digest that binds the dead
 * letters themselves.
 *
 * Shape: `lines` is a list of line numbers and runs of them, ascending: `2-40 43`. `letters` is the SHA-256 (hex) of the letters' ids, each
 * followed by a line feed. A flood of rejected rows in a row costs a few bytes, and no cell of a row is ever in it.
 */
export function rejectionRecord(sync: string, letters: readonly DeadLetter[]): JsonObject {
  const groups = new Map<string, { readonly facts: JsonObject; readonly lines: LineRuns }>();
  const digest = createHash('sha256');
  for (const { id, stage, code, path, source } of letters) {
    digest.update(`${id}\n`);
    const key = `${stage}\n${code}\n${path ?? ''}`;
    const group = groups.get(key) ?? {
      facts: { stage, code, ...(path === undefined ? {} : { path }) },
      lines: new LineRuns(),
    };
    groups.set(key, group);
    group.lines.add(source.line);
  }
  const rows = [...groups.values()].map(({ facts, lines }) => ({ ...facts, count: lines.count, lines: lines.text() }));
  return { sync, count: letters.length, rows, letters: digest.digest('hex') };
}

/** Line numbers as people write them: `2-40 43`. */
class LineRuns {
  count = 0;
  #done: string[] = [];
  #first = 0;
  #last = 0;

  add(line: number): void {
    if (this.count > 0 && line === this.#last + 1) this.#last = line;
    else {
      if (this.count > 0) this.#done.push(this.#run());
      this.#first = line;
      this.#last = line;
    }
    this.count += 1;
  }

  text(): string {
    return [...this.#done, this.#run()].join(' ');
  }

  #run(): string {
    return this.#first === this.#last ? String(this.#first) : `${this.#first}-${this.#last}`;
  }
}

/** A commit with the digests of what it published. Shape: `published` is the SHA-256 (hex) of `SHA256 PATH` of each data file, a line each. */
export function committedRecord(sync: string, manifest: Manifest): JsonObject {
  const { revision, sequence, supersedes, committedAt, files, deadLetters } = manifest;
  const published = createHash('sha256');
  for (const { path, sha256 } of files) published.update(`${sha256} ${path}\n`);
  return {
    ...{ sync, revision, sequence, supersedes: supersedes ?? null, committedAt },
    ...{ files: files.length, published: published.digest('hex') },
    deadLetters: deadLetters.map(({ path, rows, sha256 }) => ({ path, rows, sha256 })),
  };
}
