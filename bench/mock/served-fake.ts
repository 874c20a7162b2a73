import type { HttpHandler } from 'msw';
import type { AnsweredFault } from './faults.ts';

/** Where a fake is reached: its own origin, and another one for DSPs that hand out addresses elsewhere. */
export interface Origins {
  readonly main: string;
  readonly storage: string;
}

/** What a fake is made from. Units: `nowMs` epoch ms. */
export interface FakeOptions {
  readonly seed: string;
  readonly nowMs: number;
  readonly origins: Origins;
}

/** The requests that a fault hits, counted from 1. */
export type FaultNumbers = Readonly<Record<AnsweredFault, readonly number[]>>;

/** A fake DSP that knows where it is, and how people get at it. */
export interface ServedFake {
  readonly handlers: readonly HttpHandler[];
  /** Every request in order of arrival. */
  readonly requests: readonly unknown[];
  addFaults(numbers: FaultNumbers): void;
  readonly feeds: readonly string[];
  /** Days or months whose reports there are. */
  readonly window: { readonly since: string; readonly until: string };
  /** The connector's config. */
  readonly config: object;
  readonly credentials: Readonly<Record<string, string>>;
  /** A line that gets an answer. */
  readonly curl: string;
  /** What there is to know beside that. */
  readonly notes?: readonly string[];
  close?(): void;
}

const msPerDay = 86_400_000;

/** The ISO date so many days before now, in UTC. */
export function daysAgo(nowMs: number, days: number): string {
  return new Date(nowMs - days * msPerDay).toISOString().slice(0, 10);
}

/** The month (`YYYY-MM`) so many months before now, in UTC. */
export function monthsAgo(nowMs: number, months: number): string {
  const now = new Date(nowMs);
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - months, 1)).toISOString().slice(0, 7);
}
