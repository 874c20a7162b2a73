import type { Diagnosis } from '../doctor/diagnosis.ts';
import type { Paint, Tone } from './paint.ts';
import { counted } from './quantities.ts';
import { safeText } from './safe-text.ts';

const looks: Readonly<Record<Diagnosis['state'], readonly [word: string, tone: Tone]>> = {
  well: ['ok   ', 'good'],
  fault: ['FAULT', 'bad'],
  open: ['open ', 'wait'],
  'left out': ['-    ', 'faint'],
};

/** Diagnoses for people: faults first with their remedies, then what is open; what is well is counted, or told with `all`. */
export function doctorText(diagnoses: readonly Diagnosis[], paint: Paint, { all }: { readonly all: boolean }): string {
  const rank = (diagnosis: Diagnosis): number => ['fault', 'open', 'left out', 'well'].indexOf(diagnosis.state);
  const told = diagnoses
    .filter(({ state }) => all || state !== 'well')
    .toSorted((left, right) => rank(left) - rank(right));
  const count = (state: Diagnosis['state']): number =>
    diagnoses.filter((diagnosis) => diagnosis.state === state).length;
  const closing = `${counted(count('well'), 'check')} well, ${counted(count('fault'), 'fault')}, ${count('open')} to look at`;
  return [...told.flatMap((diagnosis) => lines(diagnosis, paint)), ...(told.length > 0 ? [''] : []), closing].join(
    '\n',
  );
}

function lines({ id, state, what, fix, run }: Diagnosis, paint: Paint): string[] {
  const [word, tone] = looks[state];
  return [
    `${paint(tone, word)} ${id}: ${safeText(what)}`,
    ...(fix === undefined ? [] : [`      fix: ${safeText(fix)}`]),
    ...(run === undefined ? [] : [`      $ ${safeText(run)}`]),
  ];
}
