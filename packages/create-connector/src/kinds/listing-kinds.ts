/** How one kind of listing is written. */
export interface ListingParts {
  readonly hint: string;
  /** Whether there is a listing at all. */
  readonly lists: boolean;
  /** The helper of core that goes from page to page, and the expression with it. */
  readonly helper?: string;
  readonly next?: string;
  /** The fake's side of it. */
  readonly pages?: string;
}

/** Kinds of listing by the name they are chosen by. */
export const listingKinds = {
  cursor: {
    hint: 'pages; each gives a token for the next',
    lists: true,
    helper: 'cursor',
    next: "cursor({ token: 'next', param: 'cursor' })",
    pages: "{ kind: 'cursor', token: 'next', param: 'cursor' }",
  },
  page: {
    hint: 'pages by number',
    lists: true,
    helper: 'pageNumber',
    next: "pageNumber({ param: 'page' })",
    pages: "{ kind: 'page', param: 'page' }",
  },
  offset: {
    hint: 'pages by how many entries were seen',
    lists: true,
    helper: 'offsetLimit',
    next: "offsetLimit({ param: 'offset' })",
    pages: "{ kind: 'offset', param: 'offset' }",
  },
  link: {
    hint: 'pages by Link header',
    lists: true,
    helper: 'linkHeader',
    next: 'linkHeader()',
    pages: "{ kind: 'link' }",
  },
  single: {
    hint: 'everything in one answer',
    lists: true,
    next: '() => undefined',
    pages: "{ kind: 'single' }",
  },
  calendar: { hint: 'no listing: a report is asked for by its month', lists: false },
} as const satisfies Readonly<Record<string, ListingParts>>;

export type ListingKind = keyof typeof listingKinds;
