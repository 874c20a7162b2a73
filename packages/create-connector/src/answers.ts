import { type AuthKind, authKinds } from './kinds/auth-kinds.ts';
import { type FormatKind, formatKinds } from './kinds/format-kinds.ts';
import { type ListingKind, listingKinds } from './kinds/listing-kinds.ts';

/** What a connector package is generated from. */
export interface Answers {
  /** Short name, as in `connector: NAME`: lower case, digits, hyphens. */
  readonly name: string;
  /** The DSP as people call it. */
  readonly dsp: string;
  readonly auth: AuthKind;
  readonly listing: ListingKind;
  readonly format: FormatKind;
}

/** One question: what it is called on the command line, and what may be answered. */
export interface Question {
  readonly key: keyof Answers;
  readonly message: string;
  /** Answers to choose from, with what they mean; any text where there are none. */
  readonly choices?: Readonly<Record<string, string>>;
}

const hints = (kinds: Readonly<Record<string, { readonly hint: string }>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(kinds).map(([kind, { hint }]) => [kind, hint]));

export const questions: readonly Question[] = [
  { key: 'name', message: 'Short name of the connector, as in `connector: NAME`' },
  { key: 'dsp', message: 'The DSP, as people call it' },
  { key: 'auth', message: 'How does its API know who asks?', choices: hints(authKinds) },
  { key: 'listing', message: 'How does it list reports?', choices: hints(listingKinds) },
  { key: 'format', message: 'What is a report?', choices: hints(formatKinds) },
];

/** Names that packages of this project have already, and words no variable can be called. */
const takenNames = [
  'spotify',
  'apple',
  'amazon',
  'youtube',
  'file',
  'http',
  'policy',
  'sales',
  'default',
  'delete',
  'new',
];

/** What is wrong with an answer; undefined when it will do. */
export function objection({ key, choices }: Question, answer: string | undefined): string | undefined {
  const text = answer?.trim() ?? '';
  if (text === '') return 'Something has to be written here.';
  if (choices !== undefined) {
    return Object.hasOwn(choices, text) ? undefined : `"${text}" is none of ${Object.keys(choices).join(', ')}.`;
  }
  if (key === 'dsp') {
    return /^[^\p{C}`*{}\\<>|"']{1,60}$/u.test(text)
      ? undefined
      : 'A name of up to 60 letters, without quotes and brackets.';
  }
  if (!/^[a-z](?:[a-z0-9]|-(?=[a-z0-9])){1,29}$/.test(text)) {
    return 'Two to thirty lower-case letters, digits and single hyphens, a letter first: nimbus-music.';
  }
  return takenNames.includes(text) ? `"${text}" is taken; choose another name.` : undefined;
}

/** Complete answers, or what is wrong with them, one sentence for each. */
export function checkAnswers(given: Readonly<Partial<Record<keyof Answers, string>>>): Answers | readonly string[] {
  const problems = questions.flatMap((question) => {
    const problem = objection(question, given[question.key]);
    return problem === undefined ? [] : [`--${question.key}: ${problem}`];
  });
  if (problems.length > 0) return problems;
  const text = (key: keyof Answers): string => given[key]?.trim() ?? '';
  return {
    name: text('name'),
    dsp: text('dsp'),
    auth: text('auth') as AuthKind,
    listing: text('listing') as ListingKind,
    format: text('format') as FormatKind,
  };
}
