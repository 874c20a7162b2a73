import type { JsonObject } from '@ledgerline/core';
import type { ReportStory, StoryEvent } from '@ledgerline/core/runtime';
import type { Paint } from './paint.ts';
import { counted, duration } from './quantities.ts';

/** The story of a report, a line an event, run by run. */
export function storyText({ report, events }: ReportStory, paint: Paint): string {
  const lines = [report];
  let run = '';
  for (const event of events) {
    if (event.run !== run) lines.push(paint('faint', `run ${event.run}`));
    run = event.run;
    lines.push(`  ${new Date(event.t).toISOString().slice(0, 19).replace('T', ' ')}  ${inWords(event)}`);
  }
  return lines.join('\n');
}

function inWords({ kind, record }: StoryEvent): string {
  const words = sentences[kind];
  return words ? words(record) : kind;
}

type Fact = JsonObject[string];

const text = (value: Fact): string => String(value ?? '');
const facts = (value: Fact): JsonObject => (typeof value === 'object' && value !== null ? (value as JsonObject) : {});
const list = (value: Fact): readonly JsonObject[] => (Array.isArray(value) ? value.map(facts) : []);
const said = ({ who, by, why }: JsonObject): string => `${text(who ?? by)}${why ? `, because: ${text(why)}` : ''}`;

/** Units: characters; what people read in one go. */
const readLines = 60;

/** `2-40 43` for people. */
function linesText(lines: string): string {
  if (lines.length <= readLines) return `line ${lines.replaceAll(' ', ', ')}`;
  return `line ${lines.split(/[ -]/)[0]} first; --json has more`;
}

const sentences: Readonly<Record<string, (record: JsonObject) => string>> = {
  'sync.started': ({ object, firstRequestMs }) => {
    const since =
      typeof firstRequestMs === 'number' ? `; first asked for ${new Date(firstRequestMs).toISOString()}` : '';
    return `began to read ${text(object)}${since}`;
  },
  'requests.resent': ({ reasons, backoffMs }) => {
    const counts = Object.entries(facts(reasons)).map(([reason, count]) => `${text(count)} × ${reason}`);
    return `sent requests again: ${counts.join(', ')}; ${duration(Number(backoffMs))} of backoff`;
  },
  'rows.rejected': ({ rows }) => {
    const counts = list(rows).map(
      ({ code, path, count, lines }) =>
        `${counted(Number(count), 'row')} for ${text(code)}${path ? ` in ${text(path)}` : ''} (${linesText(text(lines))})`,
    );
    return `rejected ${counts.join(', ')}`;
  },
  'sync.proved': ({ verdict, counts, failed }) => {
    const { read, accepted, rejected, skipped } = facts(counts);
    const broken = list(failed).map(
      ({ what, where, claimed, counted: ours }) =>
        `${text(where)} says ${text(what)} ${text(claimed)}, counted ${text(ours)}`,
    );
    const account = `${text(read)} rows read: ${text(accepted)} accepted, ${text(rejected)} rejected, ${text(skipped)} skipped`;
    return `judged ${text(verdict)}; ${account}${broken.length > 0 ? `; ${broken.join('; ')}` : ''}`;
  },
  'sync.accepted': (record) => `let pass on the word of ${said(record)}`,
  'sync.committed': ({ revision, sequence, files, supersedes }) => {
    const before = supersedes ? `, superseding ${text(supersedes).slice(0, 12)}` : '';
    return `committed as number ${text(sequence)}, revision ${text(revision).slice(0, 12)}, in ${counted(Number(files), 'file')}${before}`;
  },
  'sync.settled': ({ outcome }) => {
    const { verdict, effect, code, message } = facts(outcome);
    const why = code ? `, ${text(code)}` : '';
    return `ended ${text(verdict)}${why}: ${effect === 'none' ? `not committed. ${text(message)}` : text(effect)}`.trimEnd();
  },
  'operator.acted': (record) => `${text(record.act)} by ${said(record)}`,
  'report.accepted': ({ verdict, objections }) =>
    `may be committed although it is ${text(verdict)}: ${list(objections)
      .map(({ message }) => text(message))
      .join(' ')}`,
  'drift.accepted': (record) => `finding ${text(record.id)} accepted by ${said(record)}`,
  'letters.replayed': ({ tried, accepted, open }) =>
    `${counted(Number(tried), 'dead letter')} tried again: ${text(accepted)} accepted, ${text(open)} still open`,
  'letters.discarded': (record) =>
    `${counted(Array.isArray(record.letters) ? record.letters.length : 0, 'dead letter')} discarded by ${said(record)}`,
  'letters.committed': ({ sequence }) => `amended as number ${text(sequence)}`,
};
