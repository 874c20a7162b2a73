import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Check } from '../checks.ts';
import type { Cost } from './measure.ts';

/** One section as it was measured. */
export interface SectionFigures {
  readonly title: string;
  /** Rows of every contestant's document that are not told otherwise in the title. */
  readonly rows: number;
  readonly rounds: number;
  readonly machine: { readonly cores: number; readonly model: string; readonly node: string };
  /** The machine's load average when the section ended; far above ours when others were at work. */
  readonly load: number;
  readonly costs: Readonly<Record<string, Cost>>;
  readonly checks: readonly Check[];
}

/** All sections by name; each is the one measured last. */
export type Figures = Readonly<Record<string, SectionFigures>>;

export const performanceFolder = fileURLToPath(new URL('../../docs/performance', import.meta.url));
const file = `${performanceFolder}/figures.json`;

/** Puts sections among the kept ones, in the place of earlier ones of the same names. */
export function keepFigures(measured: Figures): Figures {
  const kept: Figures = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  const figures = { ...kept, ...measured };
  mkdirSync(performanceFolder, { recursive: true });
  writeFileSync(file, `${JSON.stringify(figures, null, 2)}\n`);
  return figures;
}
