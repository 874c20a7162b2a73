import { once } from 'node:events';
import { createWriteStream, mkdirSync, type WriteStream } from 'node:fs';

/** One append stream a partition, as most pipelines keep them. */
export class PartitionFiles {
  readonly #folder: string;
  readonly #streams = new Map<string, WriteStream>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  async append(territory: string, period: string, line: string): Promise<void> {
    const key = `territory=${territory}/period=${period}`;
    let stream = this.#streams.get(key);
    if (stream === undefined) {
      mkdirSync(`${this.#folder}/${key}`, { recursive: true });
      stream = createWriteStream(`${this.#folder}/${key}/rows.ndjson`);
      this.#streams.set(key, stream);
    }
    if (!stream.write(line)) await once(stream, 'drain');
  }

  async close(): Promise<void> {
    for (const stream of this.#streams.values()) {
      stream.end();
      await once(stream, 'close');
    }
  }
}
