import { type HttpHandler, http } from 'msw';
import { answerAccounts } from './accounts.ts';
import { answerOf } from './answers.ts';
import { answerApi } from './bulk-api.ts';
import { type BulkData, createBulkData } from './bulk-data.ts';
import { type Catalogue, generateCatalogue } from './catalogue.ts';
import type { FakeParts, FakeSpotifyState } from './fake-state.ts';
import { createFaults, type Fault, type Faults } from './faults.ts';
import type { LoggedRequest, OriginName } from './request-log.ts';
import { answerStorage } from './storage.ts';

export type { FakeSpotifyState } from './fake-state.ts';

export interface FakeSpotifyOptions {
  /** @default 1 */
  readonly seed?: string | number;
  /** @default 'lantern-row' */
  readonly licensor?: string;
  /** @default 'fake-client' */
  readonly clientId?: string;
  /** @default 'fake-secret' */
  readonly clientSecret?: string;
  /** ISO dates that there is usage of. @default ['2026-03-05'] */
  readonly days?: readonly string[];
  /** Most plays first. @default ['DE', 'US', 'JP'] */
  readonly countries?: readonly string[];
  /** Plays of the first country on a day. @default 100 */
  readonly playsPerDay?: number;
  readonly catalogue?: Catalogue;
  readonly origins?: Partial<Record<OriginName, string>>;
  /** The fake's clock, epoch milliseconds. @default Date.now */
  readonly now?: () => number;
}

/** A Spotify that is not there: handlers for msw over state that tests may look at and change. */
export interface FakeSpotify {
  readonly handlers: readonly HttpHandler[];
  readonly state: FakeSpotifyState;
  readonly faults: Faults;
  /** Every request in order of arrival. */
  readonly requests: readonly LoggedRequest[];
  readonly catalogue: Catalogue;
  readonly data: BulkData;
  /** The `bulk` part of a connector config that leads here. */
  bulkConfig(): {
    licensor: string;
    clientId: string;
    clientSecret: string;
    baseUrl: string;
    accountsUrl: string;
    storageHosts: string[];
  };
}

function originOf(state: FakeSpotifyState, url: URL): OriginName | undefined {
  const { api, accounts, storage } = state.origins;
  if (url.origin === storage) return 'storage';
  // One origin may serve both; the token endpoint has a path of its own.
  if (url.origin === accounts && (accounts !== api || url.pathname === '/api/token')) return 'accounts';
  return url.origin === api ? 'api' : undefined;
}

async function answer(parts: FakeParts, origin: OriginName, request: Request, url: URL): Promise<Response> {
  const faults: readonly Fault[] = parts.faults.take({ origin, path: url.pathname });
  for (const fault of faults) {
    const response = answerOf(fault, url.href);
    if (response !== undefined) return response;
  }
  if (origin === 'accounts') return answerAccounts(parts, request, url);
  return origin === 'api' ? answerApi(parts, request, url, faults) : answerStorage(parts, request, url, faults);
}

/** Creates a fake Spotify; the same options give the same documents, byte for byte. */
export function createFakeSpotify(options: FakeSpotifyOptions = {}): FakeSpotify {
  const { seed = 1, licensor = 'lantern-row', clientId = 'fake-client', clientSecret = 'fake-secret' } = options;
  const { days = ['2026-03-05'], countries = ['DE', 'US', 'JP'], playsPerDay = 100, now = Date.now } = options;
  const catalogue = options.catalogue ?? generateCatalogue({ seed });
  const tokens = new Map<string, number>();
  const requests: LoggedRequest[] = [];
  const state: FakeSpotifyState = {
    origins: {
      api: 'https://provider-api.spotify.com',
      accounts: 'https://accounts.spotify.com',
      storage: 'https://storage.googleapis.com',
      ...options.origins,
    },
    delivery: '303',
    tokenLifetimeSec: 3600, // Source: developer.spotify.com "Client Credentials Flow"
    signatureLifetimeMs: 900_000, // the real lifetime is not known
    nesting: 'country',
    unknownSource: undefined,
    emptyObjects: new Set(),
    notYet: new Set(),
    tokensIssued: 0,
    leakedTokens: 0,
    revokeTokens: () => tokens.clear(),
  };
  const data = createBulkData({ seed, catalogue, countries, playsPerDay }, state);
  const faults = createFaults();
  const slashed = days.map((day) => day.replaceAll('-', '/'));
  const access = { licensor, clientId, clientSecret };
  const parts: FakeParts = { ...access, days: slashed, countries, state, faults, data, requests, now, tokens };

  const handler = http.all('*', async ({ request }) => {
    const url = new URL(request.url);
    const origin = originOf(state, url);
    if (origin === undefined) return undefined; // somebody else's
    const atMs = now();
    const headers = Object.fromEntries(request.headers);
    const response = await answer(parts, origin, request, url);
    const path = url.pathname + url.search;
    requests.push({ atMs, origin, method: request.method, path, headers, status: response.status });
    return response;
  });

  return {
    handlers: [handler],
    state,
    faults,
    requests,
    catalogue,
    data,
    bulkConfig: () => ({
      ...access,
      baseUrl: `${state.origins.api}/v1/analytics`,
      accountsUrl: state.origins.accounts,
      storageHosts: [new URL(state.origins.storage).host],
    }),
  };
}
