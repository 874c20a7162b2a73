import type { JsonValue } from '../contracts/json.ts';
import type { ReportKey } from '../contracts/report.ts';
import type { StateStore, StateWrite } from '../contracts/state.ts';
import { parsePeriod } from '../time/period.ts';
import { keptLessons, type Lesson, packLesson, unpackLesson } from './lesson.ts';
import { packPairs, unpackPairs } from './pair-table.ts';
import type { RuleName } from './rules.ts';

/** What committed reports taught, by series and period. */
export const lessonSpace = 'drift-lessons';
/** Findings of reports, committed or not, by series and period. */
export const findingSpace = 'drift-findings';
/** What people accepted, by series, period and finding. */
export const breakSpace = 'drift-breaks';

/** A finding that a person accepted: from that report on, its subject is judged by what came then. */
export interface Break {
  readonly id: string;
  readonly rule: RuleName;
  readonly subject: string;
  readonly period: string;
  /** Log₂ of the accepted departure, for rules that measure one. */
  readonly shift?: number;
  readonly who: string;
  readonly why: string;
  readonly at: string;
}

/** Reports of one DSP, account, feed and scope: what is compared with each other. */
export function seriesKey({ dsp, account, feed, scope }: Omit<ReportKey, 'period'>): string {
  return `${[dsp, account, feed, scope].map(encodeURIComponent).join('/')}/`;
}

/** What earlier reports of the series taught, and what people accepted. Order: oldest first. */
export async function readSeries(
  state: StateStore,
  report: ReportKey,
): Promise<{ readonly lessons: readonly Lesson[]; readonly breaks: readonly Break[] }> {
  const series = seriesKey(report);
  const stored = await state.list(lessonSpace, series);
  const lessons = stored
    .flatMap(({ value }) => unpackLesson(value) ?? [])
    .filter(({ period }) => period < report.period);
  lessons.sort(byPeriod);
  const breaks = (await state.list(breakSpace, series)).map(({ value }) => value as JsonValue & Break);
  return { lessons: lessons.slice(-keptOf(report.period)), breaks };
}

/**
 * Puts the lesson of a report in place of what an earlier revision of it taught, and lets go of the oldest.
 *
 * The pairs of a lesson that is let go move into the next one, so that an old ISRC stays known. Lessons of other reports are not touched
 * otherwise, so reports that commit at the same time cannot undo each other.
 */
export async function teach(
  state: StateStore,
  report: ReportKey,
  lesson: Lesson,
  also: readonly StateWrite[],
  maxPairs: number,
): Promise<void> {
  const series = seriesKey(report);
  const stored = await state.list(lessonSpace, series);
  const all = new Map(stored.map(({ key, value }) => [key, unpackLesson(value)] as const));
  const own = `${series}${report.period}`;
  all.set(own, lesson);
  const keys = [...all.keys()].sort();
  const gone = keys.slice(0, Math.max(0, keys.length - keptOf(report.period)));
  const heirKey = keys[gone.length] ?? own;
  const writes: StateWrite[] = gone.flatMap((key) => [
    { space: lessonSpace, key, value: undefined },
    { space: findingSpace, key, value: undefined },
  ]);
  const left = new Map([[own, lesson]]);
  if (gone.length > 0) {
    const heir = all.get(heirKey);
    const pairs = merged([...gone.map((key) => all.get(key)), heir], maxPairs);
    if (heir) left.set(heirKey, { ...heir, pairs });
  }
  for (const [key, value] of left)
    if (!gone.includes(key)) writes.push({ space: lessonSpace, key, value: packLesson(value) });
  await state.write([...writes, ...also]);
}

function merged(lessons: readonly (Lesson | undefined)[], maxPairs: number): string {
  const pairs = new Set(lessons.flatMap((lesson) => (lesson ? [...unpackPairs(lesson.pairs)] : [])));
  return packPairs(BigUint64Array.from([...pairs].slice(0, maxPairs)).sort());
}

function keptOf(period: string): number {
  return keptLessons[parsePeriod(period)?.grain ?? 'span'];
}

function byPeriod(left: Lesson, right: Lesson): number {
  return left.period < right.period ? -1 : 1;
}
