import {
  CancelledError,
  formatPeriod,
  type Listed,
  NotReadyError,
  PayloadError,
  parsePeriod,
  type Window,
} from '@ledgerline/core';
import { type DsrFileSet, groupDsrFiles } from '@ledgerline/ddex-dsr';
import type { Drop, DropEntry } from '@ledgerline/drop';
import type { AmazonConfig } from './config.ts';

export interface DsrPlanOptions {
  readonly drop: Drop;
  readonly config: AmazonConfig;
  readonly window: Window;
  readonly signal: AbortSignal;
}

interface Message {
  readonly set: DsrFileSet;
  readonly entries: readonly DropEntry[];
  readonly object: string;
  readonly period: string;
  readonly scope: string;
  readonly createdAt: string;
}

function problem(
  { object, period, scope }: Omit<Message, 'set' | 'entries' | 'createdAt'>,
  code: string,
  message: string,
): Listed {
  return {
    kind: 'problem',
    object,
    period,
    scope,
    error: new PayloadError(message, { code, details: { path: object } }),
  };
}

/** A file that begins as DSR does but is not named so tells neither its period nor how many belong to it. */
async function beginsWithHead(drop: Drop, path: string): Promise<boolean> {
  for await (const chunk of drop.open(path)) {
    return Buffer.from(chunk.buffer, chunk.byteOffset, Math.min(chunk.byteLength, 5)).toString('latin1') === 'HEAD\t';
  }
  return false;
}

function messageOf(set: DsrFileSet, entries: ReadonlyMap<string, DropEntry>): Message | undefined {
  const [first] = set.files;
  const period = first?.name.period;
  if (first === undefined || period === undefined) return undefined;
  const { sender, recipient = '', service, territory, createdAt } = first.name;
  return {
    set,
    entries: set.files.flatMap(({ path }) => entries.get(path) ?? []),
    object: first.path,
    period: formatPeriod(period),
    scope: ['dsr', sender, recipient, service, territory].map(encodeURIComponent).join(':'),
    createdAt,
  };
}

function isIn(period: string, window: Window): boolean {
  const days = parsePeriod(period);
  return days !== undefined && days.start <= window.to && days.end >= window.from;
}

function planMessage(message: Message): Listed {
  const { set, entries, object, period, scope } = message;
  if (set.repeated.length > 0) {
    const which = set.repeated.join(', ');
    return problem(
      message,
      'DSR_FILE_REPEATED',
      `${object}: file ${which} of the message is there more than once; keep the one that counts.`,
    );
  }
  const refused = entries.find(({ state }) => state === 'refused');
  if (refused !== undefined) {
    return problem(
      message,
      'FILE_REFUSED',
      `${refused.path} cannot be opened: ${refused.why ?? 'the drop refuses it'}.`,
    );
  }
  const waiting = entries.find(({ state }) => state === 'not-yet');
  const lacks =
    set.missing.length > 0
      ? `its file ${set.missing.join(', ')} is not there`
      : !set.released
        ? 'the sign that all files are there is missing'
        : waiting === undefined
          ? undefined
          : `${waiting.path} may still be written (${waiting.why ?? ''})`;
  if (lacks !== undefined) {
    const error = new NotReadyError(`${object} waits: ${lacks}; a later run takes it.`);
    return { kind: 'problem', object, period, scope, error };
  }
  return {
    kind: 'report',
    period,
    scope,
    tag: `${message.createdAt} ${entries.map(({ tag }) => tag).join(' ')}`,
    locator: entries.map(({ path, size, tag }) => ({ path, size, tag })),
    object,
    facts: { saleType: 'stream', service: set.files[0]?.name.service ?? '' },
  };
}

/**
 * The DSR messages of a drop; of several issues of one report the newest.
 *
 * Order: problems and skips first, then messages by name.
 */
export async function planDsr({ drop, config, window, signal }: DsrPlanOptions): Promise<readonly Listed[]> {
  const entries = new Map<string, DropEntry>();
  for await (const entry of drop.list(config.prefix)) {
    if (signal.aborted) throw new CancelledError();
    entries.set(entry.path, entry);
  }
  const { sets, others } = groupDsrFiles(entries.keys(), config.dsrSemaphore);
  const listed: Listed[] = [];
  for (const path of others) {
    const unnamed = /\.tsv$/i.test(path) && entries.get(path)?.state === 'ready' && (await beginsWithHead(drop, path));
    if (!unnamed) listed.push({ kind: 'skip', object: path, reason: 'not a DSR message' });
    else {
      const message = `${path} begins like a DSR file, but its name tells neither period nor number of files; name it as DSR Part 1 says.`;
      listed.push({ kind: 'problem', object: path, error: new PayloadError(message, { code: 'DSR_NAME_UNKNOWN' }) });
    }
  }
  const newest = new Map<string, Message>();
  const superseded: Message[] = [];
  for (const set of sets) {
    const message = messageOf(set, entries);
    if (message === undefined) {
      const object = set.files[0]?.path ?? set.key;
      const text = `${object}: its name has no period that can be read; name it as DSR Part 1 says.`;
      listed.push({ kind: 'problem', object, error: new PayloadError(text, { code: 'PERIOD_UNREADABLE' }) });
      continue;
    }
    if (!isIn(message.period, window)) continue;
    const key = `${message.period} ${message.scope}`;
    const other = newest.get(key);
    const [older, newer] =
      other !== undefined && other.createdAt > message.createdAt ? [message, other] : [other, message];
    newest.set(key, newer);
    if (older !== undefined) superseded.push(older);
  }
  for (const { object, period, scope } of superseded) {
    const by = newest.get(`${period} ${scope}`)?.object ?? '';
    listed.push({ kind: 'skip', object, reason: `superseded by ${by}` });
  }
  return [...listed, ...[...newest.values()].map(planMessage)];
}
