import { createRng } from '@ledgerline/core/runtime';
import type { Toxic } from '@ledgerline/testkit/checks';

/** What a DSP's fake does itself, in the DSP's own words. */
export const answeredFaults = ['throttle', 'unavailable', 'reset', 'cut'] as const;
export type AnsweredFault = (typeof answeredFaults)[number];

/** Bodies end here when they are cut. Units: bytes. */
export const cutAfterBytes = 400;
/** What throttles ask for where the DSP says it at all. Units: seconds. */
export const retryAfterSec = 2;

/** What the fault proxy does to the answers of one connection. */
const networkFaults: Readonly<Record<string, Toxic>> = {
  latency: { kind: 'latency', delayMs: 300 },
  slow: { kind: 'bandwidth', bytesPerSecond: 20_000 },
  lost: { kind: 'reset', afterBytes: 600 },
  hang: { kind: 'blackhole', afterBytes: 0 },
};

export const faultNames: readonly string[] = [...answeredFaults, ...Object.keys(networkFaults)];

/** For the help text. */
export const faultMeanings: Readonly<Record<string, string>> = {
  throttle: `"not now" as the DSP says it: 429, SlowDown or error 117; Retry-After ${retryAfterSec} s where it has one`,
  unavailable: '503 (InternalError from the bucket)',
  reset: 'the connection ends before there is an answer',
  cut: `the body ends after ${cutAfterBytes} bytes`,
  latency: 'answers of a connection come 300 ms late',
  slow: 'a connection carries 20 kB a second',
  lost: 'a connection is reset after 600 bytes',
  hang: 'a connection stays open and nothing comes',
};

/** Shares by name; `--fault` overrides single ones. */
export const plans: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  none: {},
  rough: { throttle: 0.05, unavailable: 0.05, reset: 0.03, cut: 0.05, latency: 0.2 },
  storm: { throttle: 0.15, unavailable: 0.15, reset: 0.1, cut: 0.15, latency: 0.3, slow: 0.1, lost: 0.1 },
};

/** Requests that are drawn for; a day by hand has fewer. */
const drawnRequests = 20_000;

/** The requests (counted from 1) that a fault hits; the same seed hits the same ones. */
export function drawnNumbers(seed: string, name: string, share: number): readonly number[] {
  const rng = createRng(`mock/${seed}`);
  const numbers: number[] = [];
  for (let number = 1; number <= drawnRequests; number += 1) {
    const drawn = rng.uniform({ scope: 'mock', callId: name, attempt: number, purpose: 'fault' });
    if (drawn < share) numbers.push(number);
  }
  return numbers;
}

/** The toxics of each connection, by its number. */
export function drawnToxics(
  seed: string,
  faults: Readonly<Record<string, number>>,
): (connection: number) => readonly Toxic[] {
  const rng = createRng(`mock/${seed}`);
  return (connection) =>
    Object.entries(networkFaults).flatMap(([name, toxic]) => {
      const drawn = rng.uniform({ scope: 'mock', callId: name, attempt: connection, purpose: 'fault' });
      return drawn < (faults[name] ?? 0) ? [toxic] : [];
    });
}
