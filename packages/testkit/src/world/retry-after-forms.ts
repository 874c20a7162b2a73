/** A form of `Retry-After`, and the instant before which nobody may come back. Units: epoch ms. */
export interface RetryAfterForm {
  readonly id: string;
  readonly title: string;
  readonly text: (wallMs: number) => string | undefined;
  readonly notBefore: (answeredAtMs: number, startedAtMs: number) => number;
}

const date = (ms: number): string => new Date(ms).toUTCString();
/** Units: seconds; 34.7 days, beyond what 32-bit timers hold in ms. */
const hugeSec = 3_000_000;

export const retryAfterForms: readonly RetryAfterForm[] = [
  {
    id: 'seconds',
    title: 'seconds',
    text: () => '7',
    notBefore: (answered) => answered + 7000,
  },
  {
    id: 'date',
    title: 'an HTTP date',
    text: (wall) => date(wall + 60_000),
    notBefore: (_, started) => started + 60_000,
  },
  { id: 'zero', title: 'zero', text: () => '0', notBefore: (answered) => answered + 1 },
  { id: 'past', title: 'a date in the past', text: (wall) => date(wall - 60_000), notBefore: (at) => at + 1 },
  { id: 'huge', title: 'five weeks', text: () => String(hugeSec), notBefore: (at) => at + hugeSec * 1000 },
  { id: 'none', title: 'nothing', text: () => undefined, notBefore: (answered) => answered + 1 },
];
