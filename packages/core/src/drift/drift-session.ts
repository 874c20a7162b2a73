import type { ItemBatch } from '../contracts/batch.ts';
import type { JsonObject, JsonValue } from '../contracts/json.ts';
import { reportId } from '../contracts/report.ts';
import type { DocumentColumns, Finding, Judge, ValidatorContext, ValidatorSession } from '../contracts/validator.ts';
import { asFinding, codeOf, type DriftFinding, findingId, type Observation, severityOf } from './finding.ts';
import { recordOf, stored } from './finding-record.ts';
import { roundedUnits, type TerritoryStanding } from './group.ts';
import { History } from './history.ts';
import type { Lesson } from './lesson.ts';
import { observe, observeLetters } from './observe.ts';
import { placesOf } from './observe-territories.ts';
import { PairTable, packPairs, unpackPairs } from './pair-table.ts';
import { DriftRows, type RowsSnapshot } from './rows.ts';
import type { RuleName } from './rules.ts';
import { type Break, findingSpace, readSeries, seriesKey, teach } from './series.ts';
import type { DriftSettings } from './settings.ts';

/** What was accepted holds for about the same again: within a factor of 1.41. */
const acceptedOctaves = 0.5;

/** What is accepted of a whole group or report is accepted of its rows. */
const wholeRules: Readonly<Partial<Record<RuleName, readonly RuleName[]>>> = {
  'unit-jump-row': ['unit-jump', 'rate'],
  'rate-row': ['rate', 'unit-jump'],
  'sign-row': ['sign-flip'],
  'currency-row': ['currency-swap'],
};

/** Opens drift for one report: reads what earlier ones taught, and goes on at a checkpoint. */
export async function openDrift(
  settings: DriftSettings,
  context: ValidatorContext,
  standingOf: (territory: string) => TerritoryStanding,
): Promise<ValidatorSession> {
  const { lessons, breaks } = await readSeries(context.state, context.report);
  const history = new History(lessons, breaks, settings.minimumPeriods);
  const accepted = new Map(
    breaks.filter(({ period }) => period === context.report.period).map((item) => [item.id, item] as const),
  );
  const learnt = lessons.map(({ pairs }) => unpackPairs(pairs));
  const usesPairs = settings.rules['upc-changed'].policy !== 'off' && !context.replay;
  const pairs = usesPairs ? new PairTable(learnt, settings.maxPairs) : undefined;
  const report = reportId(context.report);
  const rows = new DriftRows({
    ...{ history, settings, pairs, standingOf },
    isAccepted: (rule, subject) =>
      accepted.size > 0 &&
      [rule, ...(wholeRules[rule] ?? [])].some((of) =>
        [subject, 'report'].some((about) => accepted.has(findingId(report, of, about))),
      ),
  });
  const session = new DriftSession(context, settings, history, accepted, rows, pairs);
  if (context.resumed !== undefined) session.restore(context.resumed);
  return session;
}

interface DriftSnapshot {
  readonly rows: RowsSnapshot;
  readonly pairs?: ReturnType<PairTable['snapshot']>;
}

/** Drift at work on one report; see {@link ValidatorSession}. */
class DriftSession implements ValidatorSession {
  readonly #context: ValidatorContext;
  readonly #settings: DriftSettings;
  readonly #history: History;
  readonly #accepted: ReadonlyMap<string, Break>;
  readonly #rows: DriftRows;
  readonly #pairs: PairTable | undefined;
  #columns: DocumentColumns | undefined;
  #findings: readonly DriftFinding[] = [];

  constructor(
    context: ValidatorContext,
    settings: DriftSettings,
    history: History,
    accepted: ReadonlyMap<string, Break>,
    rows: DriftRows,
    pairs: PairTable | undefined,
  ) {
    this.#context = context;
    this.#settings = settings;
    this.#history = history;
    this.#accepted = accepted;
    this.#rows = rows;
    this.#pairs = pairs;
  }

  check(batch: ItemBatch, judge: Judge): void {
    this.#rows.check(batch, judge);
  }

  columns(columns: DocumentColumns): void {
    this.#columns = columns;
  }

  async finish(): Promise<readonly Finding[]> {
    const { report, state, replay } = this.#context;
    const groups = this.#rows.groups();
    const seen = { period: report.period, groups, pairs: this.#pairs, columns: this.#columns };
    const observations = replay ? observeLetters(groups) : observe(seen, this.#history, this.#settings);
    this.#findings = observations.flatMap((observation) => this.#finding(observation) ?? []);
    if (!replay) {
      const before = recordOf(await state.get(findingSpace, this.#key));
      await state.write([stored(this.#key, { ...before, report: reportId(report), pending: this.#findings })]);
    }
    return this.#findings.map(asFinding);
  }

  snapshot(): JsonValue {
    const snapshot = { rows: this.#rows.snapshot(), ...(this.#pairs ? { pairs: this.#pairs.snapshot() } : {}) };
    return snapshot as DriftSnapshot & JsonObject;
  }

  restore(snapshot: JsonValue): void {
    const { rows, pairs } = snapshot as JsonObject & DriftSnapshot;
    this.#rows.restore(rows);
    if (pairs) this.#pairs?.restore(pairs);
  }

  async commit(): Promise<void> {
    const { report, state } = this.#context;
    const record = stored(this.#key, { report: reportId(report), committed: this.#findings });
    const lesson = this.#lesson();
    if (lesson.rows === 0) await state.write([record]);
    else await teach(state, report, lesson, [record], this.#settings.maxPairs);
  }

  get #key(): string {
    return `${seriesKey(this.#context.report)}${this.#context.report.period}`;
  }

  #lesson(): Lesson {
    const groups = this.#rows.groups().filter(({ rows }) => rows > 0);
    const territories = placesOf(groups).map(({ territory, groups: own, units }) => ({
      territory: territory.name,
      rows: own.reduce((sum, { rows }) => sum + rows, 0),
      units: roundedUnits(units),
    }));
    return {
      period: this.#context.report.period,
      rows: territories.reduce((sum, { rows }) => sum + rows, 0),
      units: roundedUnits(territories.reduce((sum, { units }) => sum + units, 0)),
      groups: groups.map((group) => group.lesson()),
      territories,
      columns: this.#columns?.header ?? [],
      pairs: this.#pairs ? packPairs(this.#pairs.newPairs()) : '',
    };
  }

  #finding({ line, onlyNoted, ...observation }: Observation): DriftFinding | undefined {
    const { rule, subject, shift } = observation;
    const { policy } = this.#settings.rules[rule];
    if (policy === 'off') return undefined;
    const report = reportId(this.#context.report);
    const id = findingId(report, rule, subject);
    const accepted = this.#acceptanceOf(id, shift);
    return {
      ...observation,
      ...{ id, report, policy, code: codeOf(rule) },
      ...(this.#context.pipeline === undefined ? {} : { pipeline: this.#context.pipeline }),
      severity: severityOf(policy, onlyNoted || accepted !== undefined),
      ...(line === undefined ? {} : { firstPlace: `line ${line}` }),
      ...(accepted === undefined ? {} : { accepted }),
    };
  }

  #acceptanceOf(id: string, shift: number | undefined): DriftFinding['accepted'] {
    const found = this.#accepted.get(id);
    if (!found) return undefined;
    if (found.shift !== undefined && shift !== undefined && Math.abs(found.shift - shift) > acceptedOctaves)
      return undefined;
    const { who, why, at } = found;
    return { who, why, at };
  }
}
