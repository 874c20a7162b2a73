import type { Audit } from '../contracts/audit.ts';
import type { Clock } from '../time/clock.ts';
import { AuditChain } from './audit-chain.ts';

/** An audit that is kept in memory, line for line as the file would be. */
export interface MemoryAudit extends Audit {
  readonly lines: readonly string[];
}

export function createMemoryAudit(clock: Pick<Clock, 'wall'> = { wall: () => 0 }): MemoryAudit {
  const chain = new AuditChain();
  const lines: string[] = [];
  return {
    lines,
    get end() {
      return chain.end;
    },
    append(kind, record) {
      lines.push(chain.next(kind, Math.round(clock.wall()), record));
    },
    async flush() {},
  };
}
