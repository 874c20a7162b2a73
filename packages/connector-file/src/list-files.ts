import {
  CancelledError,
  isLedgerlineError,
  type Listed,
  NotReadyError,
  overlaps,
  PayloadError,
  parsePeriod,
  type Window,
} from '@ledgerline/core';
import type { Drop, DropEntry } from '@ledgerline/drop';
import { type Context, dropOf, entriesOf } from './client.ts';
import { examine } from './examine.ts';
import { fileFault } from './file-fault.ts';
import { identify } from './identify.ts';
import { takenAs } from './marked-files.ts';
import type { Preset } from './preset.ts';

/**
 * What the files of a drop are for one preset: reports by what they say, everything else with its reason.
 *
 * Every file is read to its end once, since its content is who it is. Order: by path.
 */
export async function* listFiles(context: Context, window: Window, preset: Preset): AsyncGenerator<Listed, void, void> {
  const { config, signal } = context;
  const drop = dropOf(context);
  const seen = new Map<string, string>();
  for await (const entry of entriesOf(drop, config)) {
    if (signal.aborted) throw new CancelledError();
    const listed = await listFile(context, drop, entry, preset);
    if (listed.kind !== 'report') {
      yield listed;
      continue;
    }
    const period = parsePeriod(listed.period);
    if (!period || !overlaps(period, window)) continue;
    const key = JSON.stringify([listed.period, listed.scope, listed.tag]);
    const twin = seen.get(key);
    if (twin !== undefined) yield { kind: 'skip', object: entry.path, reason: `the same content as ${twin}` };
    else {
      seen.set(key, entry.path);
      yield listed;
    }
  }
}

async function listFile(context: Context, drop: Drop, entry: DropEntry, preset: Preset): Promise<Listed> {
  const { config, signal } = context;
  const { path, size, tag, state, why = '' } = entry;
  if (state === 'refused')
    return problem(
      path,
      new PayloadError(`${path} cannot be opened: ${why}.`, { code: 'FILE_REFUSED', details: { path } }),
    );
  if (state === 'not-yet')
    return problem(path, new NotReadyError(`${path} may still be written (${why}); a later run takes it.`));
  const marked = await takenAs(config, entry);
  if (marked !== undefined) return { kind: 'skip', object: path, reason: `taken before, as ${marked}` };
  try {
    const file = await examine(drop.body(path, { size, tag }), { preset, dialect: config.dialect, signal });
    const wanted = config.files?.find((named) => named.path === path)?.sha256;
    if (wanted !== undefined && wanted !== file.sha256)
      throw fileFault(path, 'FILE_CHANGED', 'it is not what was shown before; look at it once more.');
    const { period, scope, facts, alternative } = identify(file, preset, config);
    return {
      kind: 'report',
      ...{ period, scope, facts, object: path },
      tag: `sha256:${file.sha256}`,
      locator: {
        path,
        size,
        tag,
        dialect: { ...file.dialect },
        header: [...file.header],
        currencies: [...file.currencies],
        preamble: file.preamble.map((cells) => [...cells]),
      },
      ...(alternative === undefined ? {} : { alternative }),
    };
  } catch (error) {
    if (!isLedgerlineError(error) || error.code === 'CANCELLED') throw error;
    const { looksLike } = error.details;
    // A folder may serve several feeds; a file that was named is for this one.
    if (typeof looksLike === 'string' && config.files === undefined)
      return { kind: 'skip', object: path, reason: `it looks like ${looksLike}` };
    return problem(path, error);
  }
}

function problem(object: string, error: PayloadError): Listed {
  return { kind: 'problem', object, error };
}
