import {
  type AuthScheme,
  apiKey,
  type Body,
  bearer,
  type ConnectorContext,
  clientCredentials,
  cursor,
  linkHeader,
  type NextPage,
  offsetLimit,
  pageNumber,
  paginate,
  type Report,
  refreshToken,
} from '@ledgerline/core';
import type { HttpSourceConfig } from './config.ts';

export type Context = ConnectorContext<HttpSourceConfig>;
export type Listing = NonNullable<HttpSourceConfig['listing']>;

/** The credential that a configuration names. */
export function authOf({ auth }: HttpSourceConfig): AuthScheme | undefined {
  if (auth.kind === 'none') return undefined;
  if (auth.kind === 'bearer') return bearer(auth.token);
  if (auth.kind === 'api-key') return apiKey(auth.header, auth.key);
  return auth.kind === 'client-credentials' ? clientCredentials(auth) : refreshToken(auth);
}

export function nextOf(next: Listing['next']): NextPage {
  if (next.kind === 'cursor') return cursor(next);
  if (next.kind === 'page') return pageNumber(next);
  if (next.kind === 'offset') return offsetLimit(next);
  return next.kind === 'link' ? linkHeader() : () => undefined;
}

/** Puts values in the place of `{name}`; what has no value stays as it is. */
export function filled(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}

function filledQuery(query: Readonly<Record<string, string>>, values: Readonly<Record<string, string>>) {
  return Object.fromEntries(Object.entries(query).map(([name, text]) => [name, filled(text, values)]));
}

/** A path: values are text between slashes. */
export function filledPath(template: string, values: Readonly<Record<string, string>>): string {
  const escaped = Object.entries(values).map(([name, value]) => [name, encodeURIComponent(value)]);
  return filled(template, Object.fromEntries(escaped));
}

/** Every entry of the listing, as the API writes it. */
export function listEntries({ http, account }: Context, listing: Listing): AsyncIterable<unknown> {
  const { path, query, items, total, next } = listing;
  const values = { account };
  return paginate(http, {
    ...{ op: 'list', path: filledPath(path, values), query: filledQuery(query, values) },
    ...{ items, next: nextOf(next), ...(total === undefined ? {} : { total }) },
  });
}

/** A report as a file. */
export function download({ http, config, account }: Context, { object, locator, period }: Report): Body {
  const { path, query } = config.document;
  const values = { account, period, id: String(locator) };
  return http.download(object, { op: 'file', path: filledPath(path, values), query: filledQuery(query, values) });
}
