import { formatPeriod, type Period, parsePeriod } from '@ledgerline/core';
import type { DsrHead } from './head.ts';

/**
 * The elements of a DSR file name.
 *
 * Source: DDEX DSR Part 1, 8.1; other conventions may be agreed, so the name is a hint and HEAD decides.
 */
export interface DsrFileName {
  readonly recipient: string | undefined;
  readonly sender: string;
  readonly service: string;
  readonly period: Period | undefined;
  /** An ISO code or an agreed word (`multi`, `Worldwide`). */
  readonly territory: string;
  readonly fileNumber: number;
  readonly numberOfFiles: number;
  /** `yyyymmddThhmmss[mmm]` as written. */
  readonly createdAt: string;
}

/** Reads a path's last part as a DSR file name; undefined for anything else, semaphores among it. */
export function parseDsrFileName(path: string): DsrFileName | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const stem = /^DSR_(.+)\.tsv(?:\.gz)?$/i.exec(name)?.[1];
  return stem === undefined ? undefined : elementsOf(stem.split('_'));
}

/** The elements behind `DSR` or `ACK`: recipient, sender, service, period, territory, perhaps x of y, time. */
export function elementsOf(parts: readonly string[]): DsrFileName | undefined {
  const createdAt = parts.at(-1) ?? '';
  if (!/^\d{8}T\d{6}(?:\d{3})?Z?$/.test(createdAt)) return undefined;
  const part = /^(\d{1,6})of(\d{1,6})$/.exec(parts.at(-2) ?? '');
  const [recipient, sender, service, period, territory, ...more] = parts.slice(0, part === null ? -1 : -2);
  if (sender === undefined || service === undefined || period === undefined || territory === undefined)
    return undefined;
  if (more.length > 0) return undefined;
  return Object.freeze({
    recipient: recipient === '' ? undefined : recipient,
    sender,
    service,
    period: parsePeriod(period),
    territory,
    fileNumber: Number(part?.[1] ?? 1),
    numberOfFiles: Number(part?.[2] ?? 1),
    createdAt,
  });
}

/** Where a file's name and its HEAD disagree. */
export interface NameDifference {
  readonly cell: string;
  readonly message: string;
}

/** Compares a name that follows the rules with HEAD; a name that does not follow them says nothing. */
export function compareNameWithHead(path: string, head: DsrHead): readonly NameDifference[] {
  const name = parseDsrFileName(path);
  if (name === undefined) return [];
  const plain = (text: string | undefined) => (text ?? '').replace(/[\s_-]/g, '').toLowerCase();
  const sender = plain(name.sender);
  const period = (value: Period | undefined) => (value === undefined ? '' : formatPeriod(value));
  const rules: readonly (readonly [string, boolean])[] = [
    ['SenderPartyId', sender === plain(head.sender) || sender === plain(head.senderName)],
    ['ServiceDescription', head.service === undefined || plain(name.service) === plain(head.service)],
    ['UsageStartDate', period(name.period) === period(head.period)],
    ['FileNumber', name.fileNumber === head.fileNumber && name.numberOfFiles === head.numberOfFiles],
  ];
  return rules
    .filter(([, same]) => !same)
    .map(([cell]) => ({ cell, message: `the file's name says something else than ${cell} of HEAD, which counts` }));
}

/** How a name with a country's code disagrees with the territories of the summary rows; words such as `multi` say nothing. */
export function territoryDifference(path: string, territories: ReadonlySet<string>): string | undefined {
  const territory = parseDsrFileName(path)?.territory;
  if (territory === undefined || !/^[A-Z]{2}$/.test(territory) || territories.size === 0) return undefined;
  if (territories.size === 1 && territories.has(territory)) return undefined;
  return "the file's name says another territory than its summary rows, which count";
}
