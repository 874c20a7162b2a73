import type { Case } from './cases.ts';
import { download, type Result } from './download.ts';
import { createOrigin } from './origin.ts';
import { createVersions } from './versions.ts';

export interface Ran {
  readonly subject: Case;
  readonly result: Result;
}

export interface RunOptions {
  /** Units: bytes of the document. */
  readonly bytes: number;
  /** Downloads at a time. */
  readonly concurrency: number;
  /** Whether the server closes the connection after every answer. @default false */
  readonly closing?: boolean;
}

/** Runs cases against one server, a few at a time; results come in the order of the cases. */
export async function runCases(
  cases: readonly Case[],
  { bytes, concurrency, closing = false }: RunOptions,
): Promise<readonly Ran[]> {
  const versions = createVersions(bytes);
  const origin = await createOrigin(versions, closing);
  const results = new Map<Case, Result>();
  const waiting = [...cases];
  const work = async (): Promise<void> => {
    for (let subject = waiting.shift(); subject !== undefined; subject = waiting.shift()) {
      results.set(subject, await download(subject, origin, versions));
    }
  };
  try {
    await Promise.all(Array.from({ length: concurrency }, work));
  } finally {
    await origin.close();
  }
  return cases.flatMap((subject) => {
    const result = results.get(subject);
    return result === undefined ? [] : [{ subject, result }];
  });
}
