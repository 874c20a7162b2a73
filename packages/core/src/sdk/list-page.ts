import type { HttpReply, HttpRequest } from '../contracts/http.ts';
import { PayloadError } from '../errors/leaves.ts';

/** One page as it arrived, for whoever decides where the next one is. Units: `number` counts pages from 1. */
export interface ListPage {
  /** What was asked for this page. */
  readonly request: HttpRequest;
  readonly reply: HttpReply;
  /** What `parse` made of the reply: its JSON, unless told otherwise. */
  readonly body: unknown;
  /** What stood at `items`. */
  readonly items: readonly unknown[];
  readonly number: number;
  /** Items on this page and all before it, repeated ones included. */
  readonly position: number;
  /** Items that the listing says it has, where it says so. */
  readonly total?: number;
  /** Pages that the listing says it has, where it says so. */
  readonly pages?: number;
}

/** Says how a listing goes on: the request for the page after this one, or undefined at its end; pure. */
export type NextPage = (page: ListPage) => HttpRequest | undefined;

/**
 * The value at a dotted path; an empty path is the whole.
 *
 * @example
 * ```ts
 * assert.equal(valueAt({ page: { next: 'c2' } }, 'page.next'), 'c2');
 * assert.equal(valueAt({ page: {} }, 'page.next.id'), undefined);
 * ```
 */
export function valueAt(body: unknown, path: string): unknown {
  let value = body;
  for (const name of path === '' ? [] : path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[name];
  }
  return value;
}

/** What is wrong with a listing. Shape: `facts` are numbers and names for `details`, never what the DSP wrote. */
export function pagingError(
  { op }: HttpRequest,
  code: string,
  what: string,
  facts: Readonly<Record<string, number | string>> = {},
): PayloadError {
  return new PayloadError(
    `The listing "${op}" ${what}; it is not known to be whole, so nothing of it is taken for complete. Run again later; if it stays so, the DSP changed its paging and the connector needs an update.`,
    { code, disposition: 'abort', details: { op, ...facts } },
  );
}
