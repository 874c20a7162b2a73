import { type RunEvent, reportId } from '@ledgerline/core';
import { outcomeCells } from './outcome-line.ts';
import { duration } from './quantities.ts';

/** Waits shorter than this are not worth a line. */
const toldWaitMs = 1000;

/** One event as a line of plain progress, or nothing when it is not worth one. */
export function progressLine(event: RunEvent): string | undefined {
  switch (event.type) {
    case 'plan.settled':
      return `${event.pipeline} ${event.feed}: ${event.listed} listed, ${event.todo} to do`;
    case 'sync.started':
      return `${event.pipeline} started ${reportId(event.report)}${event.resumedAt > 0 ? ` at record ${event.resumedAt}` : ''}`;
    case 'sync.settled':
      if (event.outcome.effect === 'unchanged') return undefined;
      return `${event.pipeline} ${outcomeCells(event.outcome).filter(Boolean).join(' ')}`;
    case 'policy':
      if (event.waitMs < toldWaitMs) return undefined;
      return `${event.pipeline} ${event.event} ${event.op} for ${duration(event.waitMs)}: ${event.reason}`;
    default:
      return undefined;
  }
}
