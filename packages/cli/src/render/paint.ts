import { styleText } from 'node:util';

export type Tone = 'good' | 'bad' | 'wait' | 'faint' | 'plain';
export type Paint = (tone: Tone, text: string) => string;

const formats = { good: 'green', bad: 'red', wait: 'yellow', faint: 'dim', plain: 'reset' } as const;

/** Colours text, or leaves it alone where colours are not wanted. */
export function createPaint(colours: boolean): Paint {
  return (tone, text) =>
    colours && tone !== 'plain' ? styleText(formats[tone], text, { validateStream: false }) : text;
}
