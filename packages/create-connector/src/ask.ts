import type { Readable, Writable } from 'node:stream';
import { isCancel, select, text } from '@clack/prompts';
import { type Answers, objection, type Question, questions } from './answers.ts';

/** The terminal that somebody sits at. */
export interface Terminal {
  readonly input: Readable;
  readonly output: Writable;
}

type Given = Readonly<Partial<Record<keyof Answers, string>>>;

async function ask(question: Question, given: Given, { input, output }: Terminal): Promise<string | undefined> {
  const { message, choices } = question;
  const streams = { input, output };
  const answer =
    choices === undefined
      ? await text({
          ...{ message, ...streams, placeholder: question.key === 'dsp' ? (given.name ?? '') : 'nimbus' },
          validate: (value) => objection(question, value),
        })
      : await select({
          ...{ message, ...streams },
          options: Object.entries(choices).map(([value, hint]) => ({ value, label: value, hint })),
        });
  return isCancel(answer) ? undefined : answer;
}

/** Asks for what is not given; undefined when whoever is asked breaks off. */
export async function askFor(given: Given, terminal: Terminal): Promise<Given | undefined> {
  let answers = given;
  for (const question of questions) {
    if (answers[question.key] !== undefined) continue;
    const answer = await ask(question, answers, terminal);
    if (answer === undefined) return undefined;
    answers = { ...answers, [question.key]: answer };
  }
  return answers;
}
