import { formatPeriod } from '@ledgerline/core';
import type { DsrSummary } from './summary.ts';

/**
 * Which message this is, and which report it is an issue of.
 *
 * Shape: a report generated again has a new `message` and the same `report`; the later `createdAt` supersedes. SalesTransactionIds may all
 * have changed by then, so rows of two issues are never matched by them.
 */
export interface DsrIdentity {
  readonly message: string;
  readonly report: string;
  readonly createdAt: string;
}

/** The identity of a message that was read; undefined when it had no HEAD. */
export function identityOf({ head, territories }: DsrSummary): DsrIdentity | undefined {
  if (head === undefined) return undefined;
  const period = head.period === undefined ? '' : formatPeriod(head.period);
  const territory = [...territories].sort().join(',');
  const report = [head.sender, head.recipient ?? '', head.profile.name, head.service ?? '', period, territory];
  return Object.freeze({
    message: `${head.sender}/${head.messageId}`,
    report: report.map((part) => encodeURIComponent(part)).join('/'),
    createdAt: head.createdAt,
  });
}

/** Whether `later` is a newer issue of the same report than `earlier`. */
export function supersedes(later: DsrIdentity, earlier: DsrIdentity): boolean {
  return later.report === earlier.report && later.message !== earlier.message && instant(later) > instant(earlier);
}

/** Epoch ms; an instant without a zone is taken as UTC. */
function instant({ createdAt }: DsrIdentity): number {
  return Date.parse(
    /[zZ]$|[+-]\d{2}:?\d{2}$/.test(createdAt) || !createdAt.includes('T') ? createdAt : `${createdAt}Z`,
  );
}
