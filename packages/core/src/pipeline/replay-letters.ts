import type { RejectedRow } from '../contracts/batch.ts';
import type { DeadLetter } from '../contracts/manifest.ts';
import type { Report } from '../contracts/report.ts';
import type { Finding } from '../contracts/validator.ts';
import { isLedgerlineError } from '../errors/ledgerline-error.ts';
import { createMapping, type MappedRows } from '../map/mapping.ts';
import { feedOf, mappingOf } from './feed-of.ts';
import { Bench } from './judge.ts';
import { letterBatch, letterLookups, type ReplayableLetter } from './letter-batch.ts';
import type { Pipeline, RunTools } from './pipeline.ts';
import { type NamedSession, openSessions } from './sessions.ts';

/** What became of letters that were tried again. */
export interface Tried {
  /** Their rows; those that pass are alive. */
  readonly items: MappedRows['items'];
  /** Why the others do not pass, by their place among the letters. */
  readonly rejected: ReadonlyMap<number, RejectedRow>;
}

/** Maps and validates rows of dead letters as those of a document. */
export class LetterTrial {
  readonly #pipeline: Pipeline;
  readonly #report: Report;
  readonly #sessions: readonly NamedSession[];
  readonly #bench = new Bench();
  /** Why letters could not even be mapped. */
  obstacle: string | undefined;

  private constructor(pipeline: Pipeline, report: Report, sessions: readonly NamedSession[]) {
    this.#pipeline = pipeline;
    this.#report = report;
    this.#sessions = sessions;
  }

  static async open(pipeline: Pipeline, report: Report, tools: RunTools): Promise<LetterTrial> {
    const { money } = feedOf(pipeline, report);
    const { validators } = pipeline;
    const sessions = await openSessions({
      validators,
      pipeline: pipeline.name,
      report,
      money,
      tools,
      log: tools.log,
      replay: true,
    });
    return new LetterTrial(pipeline, report, sessions);
  }

  /** Undefined when the mapping cannot be bound to what the letters kept; `obstacle` says why. */
  try(letters: readonly ReplayableLetter[]): Tried | undefined {
    const { columns, map, ignore } = mappingOf(this.#pipeline, this.#report);
    const { money } = feedOf(this.#pipeline, this.#report);
    const rows = letterBatch(letters);
    let mapped: MappedRows;
    try {
      const lookups = letterLookups(letters);
      const mapping = createMapping({ columns, map, ignore: ignore ?? [], money, report: this.#report, lookups });
      mapping.bind(rows.header);
      mapped = mapping.map(rows);
    } catch (error) {
      if (!isLedgerlineError(error)) throw error;
      this.obstacle ??= error.message;
      return undefined;
    }
    this.#bench.sit(mapped.items);
    for (const [, session] of this.#sessions) session.check(mapped.items, this.#bench);
    const indexOf = new Map(letters.map(({ source }, index) => [source.record, index]));
    const rejected = [...mapped.rejects, ...this.#bench.takeRejects()];
    return {
      items: mapped.items,
      rejected: new Map(rejected.map((row) => [indexOf.get(row.place.record) ?? -1, row])),
    };
  }

  async findings(): Promise<readonly Finding[]> {
    const findings: Finding[] = [];
    for (const [, session] of this.#sessions) findings.push(...((await session.finish?.()) ?? []));
    return [...findings, ...this.#bench.findings()];
  }
}

/** The letter with the reason it is rejected for now; the same letter when that did not change. */
export function renewed(letter: DeadLetter, { stage, code, path, message, item }: RejectedRow): DeadLetter {
  if (stage === letter.stage && code === letter.code && path === letter.path && message === letter.message)
    return letter;
  const { path: _path, item: _item, ...rest } = letter;
  return {
    ...rest,
    ...{ stage, code, message },
    ...(path === undefined ? {} : { path }),
    ...(item === undefined ? {} : { item: { ...item } }),
  };
}
