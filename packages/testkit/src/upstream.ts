import type { JsonObject, Window } from '@ledgerline/core';
import type { HttpHandler } from 'msw';
import type { Waivers } from './check.ts';

/**
 * What a request is for, in words every DSP shares.
 *
 * Shape: `token` asks for a credential, `listing` for what there is, `address` for where a document lies, `document` for the bytes of a
 * report; `other` is everything else (documents that rows are joined to, jobs, probes).
 */
export type Place = 'token' | 'listing' | 'address' | 'document' | 'other';

export const places: readonly Place[] = Object.freeze(['token', 'listing', 'address', 'document', 'other']);

/** An answer in the words of one DSP, and where it is given. `respond` is called for every request it answers. */
export interface SpecialAnswer {
  readonly at: Place;
  respond(): Response;
}

/** What a DSP says in its own words; a missing one is explained in {@link Upstream.cannot}. */
export interface UpstreamAnswers {
  /** "Not now", with whatever `Retry-After` text is given. */
  throttled?(retryAfter: string | undefined): SpecialAnswer;
  tokenExpired?(): SpecialAnswer;
  addressExpired?(): SpecialAnswer;
  notReady?(): SpecialAnswer;
  gone?(): SpecialAnswer;
}

/** Changes of a decoded document or a listing, as pure functions of its text; a missing one is explained in {@link Upstream.cannot}. */
export interface UpstreamEdits {
  /** Adds a column nobody knows. */
  unknownColumn?(document: string): string;
  /** Takes away a column that the connector cannot do without. */
  missingColumn?(document: string): string;
  /** The same document without a row. */
  noRows?(document: string): string;
  /** The same document whose own totals no longer hold. */
  wrongTotal?(document: string): string;
  /** The listing without one of its entries, its advertised total unchanged. */
  shortListing?(listing: string): string;
}

/**
 * A change of documents where they lie.
 *
 * Shape: `content` is changed as decoded text and packed again as before, `file` as the bytes that are handed out.
 */
export type Rewrite =
  | { readonly of: 'content'; change(text: string): string }
  | { readonly of: 'file'; change(bytes: Uint8Array): Uint8Array };

/** A request as far as its place may depend on it. */
export interface PlacedRequest {
  readonly url: URL;
  readonly method: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** As text; empty when there is none. */
  readonly body: string;
}

/** Every part an adapter may lack. */
export type UpstreamPart = keyof UpstreamAnswers | keyof UpstreamEdits | 'listing' | 'reissue';

/** What the kit tells a fake. */
export interface UpstreamOptions {
  /** The fake's clock. Units: epoch ms. */
  readonly now: () => number;
  /** About how many rows the largest document has. */
  readonly rows: number;
}

/** A fake DSP that is up: a handful of reports, the same for the same options. */
export interface RunningUpstream {
  /** What an operator would write for this DSP; leads to the origins that `handlers` answer. */
  readonly config: JsonObject;
  /** The feeds under test; all the config suffices for when absent. */
  readonly feeds?: readonly string[];
  /** The days whose reports there are. */
  readonly window: Window;
  readonly handlers: readonly HttpHandler[];
  placeOf(request: PlacedRequest): Place;
  /**
   * Names what a request asks for, where its address does not tell because everything is posted to one; must show no secret.
   *
   * Shape: of an address. @default path and query
   */
  nameOf?(request: PlacedRequest): string;
  readonly answers: UpstreamAnswers;
  readonly edits: UpstreamEdits;
  /** The DSP publishes one of the reports anew, with other content. */
  reissue?(): void;
  /** How long after {@link reissue} a run can know of it. Units: ms. @default 0 */
  readonly noticedAfterMs?: number;
  /**
   * Changes every document at its source until disposed; needed where a listing states sizes or ETags of documents, which a change on the
   * way would contradict.
   */
  rewrite?(rewrite: Rewrite): Disposable;
  close?(): void | Promise<void>;
}

/** The adapter of one mock, the only thing a connector package writes for the kit. */
export interface Upstream {
  readonly name: string;
  /** The day on which everything happens (ISO date): after all reports are due, before the first is gone. */
  readonly today: string;
  /** Why a part is missing, in words that are printed in place of the checks that need it. */
  readonly cannot?: { readonly [Part in UpstreamPart]?: string };
  /** Checks that the connector does not promise, by id, each with a reason that is printed. */
  readonly waivers?: Waivers;
  start(options: UpstreamOptions): RunningUpstream | Promise<RunningUpstream>;
}
