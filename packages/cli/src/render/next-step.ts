import { explainedCode } from '../codes/explained-code.ts';

/** What to do about an error, by its code; codes of plugins of others are not known here. */
export function nextStep(code: string): string {
  return explainedCode(code)?.next ?? 'look at the report named above; run again with --verbose for more';
}
