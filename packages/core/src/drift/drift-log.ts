import { type Acceptance, acceptanceKey, acceptanceSpace } from '../contracts/acceptance.ts';
import type { Audit } from '../contracts/audit.ts';
import type { JsonObject } from '../contracts/json.ts';
import type { StateStore } from '../contracts/state.ts';
import { ConfigError } from '../errors/leaves.ts';
import type { Clock } from '../time/clock.ts';
import type { DriftFinding } from './finding.ts';
import { recordOf } from './finding-record.ts';
import { type Break, breakSpace, findingSpace } from './series.ts';

/** A finding as people see it. Shape: `isCommitted` says whether the report it is about is in force with it. */
export interface ListedFinding extends DriftFinding {
  readonly isCommitted: boolean;
}

/** The findings of drift on record, and the word of people about them. */
export interface DriftLog {
  /** Order: by report, then as they were found. */
  list(filter?: { readonly report?: string; readonly pipeline?: string }): Promise<readonly ListedFinding[]>;
  /** Errors: ConfigError `FINDING_UNKNOWN`, also for a short id that several have. */
  find(id: string): Promise<ListedFinding>;
  /**
   * Lets the next reading of that report pass the finding, and makes what came then the new measure of its subject.
   *
   * Errors: as `find`; ConfigError `WHY_MISSING` without a reason.
   */
  accept(id: string, word: { readonly who: string; readonly why: string }): Promise<ListedFinding>;
}

export interface DriftLogParts {
  readonly state: StateStore;
  readonly clock: Pick<Clock, 'wall'>;
  /** Opens an audit stream for one writer and closes it after, which makes it durable. */
  withAudit(write: (audit: Audit) => void): Promise<void>;
}

export function createDriftLog({ state, clock, withAudit }: DriftLogParts): DriftLog {
  async function all(): Promise<readonly (ListedFinding & { readonly key: string })[]> {
    const records = await state.list(findingSpace);
    return records.flatMap(({ key, value }) => {
      const { committed = [], pending = [] } = recordOf(value) ?? {};
      const inForce = new Set(committed.map(({ id }) => id));
      return [
        ...committed.map((finding) => ({ ...finding, isCommitted: true, key })),
        ...pending.filter(({ id }) => !inForce.has(id)).map((finding) => ({ ...finding, isCommitted: false, key })),
      ];
    });
  }

  async function one(id: string): Promise<ListedFinding & { readonly key: string }> {
    const findings = await all();
    const [found, other] = findings.filter((finding) => finding.id.startsWith(id));
    if (found && !other && id.length >= 4) return found;
    const why = other ? 'is the beginning of several findings' : 'is no finding on record';
    throw new ConfigError(`"${id}" ${why}; \`ledgerline drift list\` shows them with their ids.`, {
      code: 'FINDING_UNKNOWN',
    });
  }

  return {
    async list({ report, pipeline } = {}) {
      const findings = await all();
      return findings
        .filter(
          (finding) =>
            (report === undefined || finding.report === report) &&
            (pipeline === undefined || finding.pipeline === pipeline),
        )
        .map(withoutKey);
    },
    find: async (id) => withoutKey(await one(id)),
    async accept(id, { who, why }) {
      if (why.trim() === '')
        throw new ConfigError('An acceptance needs a reason; say it with --why.', { code: 'WHY_MISSING' });
      const { key, ...finding } = await one(id);
      const at = new Date(clock.wall()).toISOString();
      const { rule, subject, code, message, shift, report } = finding;
      const acceptance: Acceptance = {
        subject: 'finding',
        id: finding.id,
        objections: [{ code, message }],
        who,
        why,
        at,
      };
      const change: Break = {
        ...{ id: finding.id, rule, subject, period: key.slice(key.lastIndexOf('/') + 1), who, why, at },
        ...(shift === undefined ? {} : { shift }),
      };
      await withAudit((audit) =>
        audit.append('drift.accepted', { id: finding.id, report, rule, subject, message, who, why }),
      );
      await state.write([
        { space: acceptanceSpace, key: acceptanceKey(acceptance), value: acceptance as Acceptance & JsonObject },
        { space: breakSpace, key: `${key}/${finding.id}`, value: change as Break & JsonObject },
      ]);
      return { ...finding, accepted: { who, why, at } };
    },
  };
}

function withoutKey({ key: _key, ...finding }: ListedFinding & { readonly key: string }): ListedFinding {
  return finding;
}
