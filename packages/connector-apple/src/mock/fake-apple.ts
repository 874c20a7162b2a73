import { type HttpHandler, HttpResponse, http } from 'msw';
import { errorAnswer, type ReporterError } from './answers.ts';
import { type FakeSong, generateSongs } from './catalogue.ts';
import { answerCommand } from './commands.ts';
import { financeDocument, salesDocument } from './documents.ts';
import type { FakeAppleState, FakeParts } from './fake-state.ts';
import { createFaults, type Faults } from './faults.ts';
import { parseReporterRequest, type ReporterRequest } from './parse-request.ts';
import type { LoggedRequest } from './request-log.ts';
import { createTokens, type Tokens } from './tokens.ts';
import type { GeneratedDocument } from './totals.ts';

export interface FakeAppleOptions {
  /** @default 1 */
  readonly seed?: string | number;
  /** @default one account, 100001 */
  readonly accounts?: readonly { readonly number: string; readonly name: string }[];
  /** @default ['80012345'] */
  readonly vendors?: readonly string[];
  /** @default ['US', 'JP'] */
  readonly regions?: readonly string[];
  /** Types of financial report. @default ['Financial'] */
  readonly financeReports?: readonly string[];
  /** Rows of a report. @default 40 */
  readonly rows?: number;
  readonly songs?: readonly FakeSong[];
  /** @default 'fake-token-1' */
  readonly accessToken?: string;
  /** Units: epoch ms. @default the fake's now */
  readonly tokenCreatedMs?: number;
  /** The fake's clock, epoch milliseconds. @default Date.now */
  readonly now?: () => number;
}

/** An Apple that is not there: handlers for msw over state that tests may look at and change. */
export interface FakeApple {
  readonly handlers: readonly HttpHandler[];
  readonly state: FakeAppleState;
  readonly faults: Faults;
  /** Every request in order of arrival. */
  readonly requests: readonly LoggedRequest[];
  readonly songs: readonly FakeSong[];
  readonly tokens: Tokens;
  /** The document behind `Sales.getReport`, with its exact totals: `[vendor, type, subType, dateType, date]`. */
  sales(args: readonly string[]): GeneratedDocument;
  /** The document behind `Finance.getReport`: `[vendor, region, report, year, period]`. */
  finance(args: readonly string[]): GeneratedDocument;
  /** A connector config that leads here; everything else is by default. */
  config(): { accessToken: string; baseUrl: string };
}

/** Userid and password for the token commands. */
export const fakeLogin = Object.freeze({ userid: 'label@example.com', password: 'fake-password' });

const services: Readonly<Record<string, 'sales' | 'finance'>> = {
  '/reportservice/sales/v1': 'sales',
  '/reportservice/finance/v1': 'finance',
};

/** Commands that the fake does not check a token for. */
const tokenCommands = ['Sales.viewToken', 'Sales.generateToken', 'Sales.deleteToken'];

function refusal({ state, tokens }: FakeParts, service: string, request: ReporterRequest): ReporterError | undefined {
  if (state.strict && !/^2\.\d$/.test(request.version ?? ''))
    return { code: request.version === undefined ? 114 : 115 };
  if (!request.command.toLowerCase().startsWith(`${service}.`)) return { code: 100 };
  return tokenCommands.includes(request.command) ? undefined : tokens.refuse(request.token);
}

function answer(
  parts: FakeParts,
  service: string,
  request: ReporterRequest,
): { response: Response; code: number | undefined } {
  const faults = parts.faults.take(request);
  const say = (error: ReporterError) => ({ response: errorAnswer(error, request.mode), code: error.code });
  for (const fault of faults) {
    if (fault.kind === 'error') return say(fault);
    if (fault.kind === 'status') {
      return { response: new HttpResponse(fault.body ?? 'Bad gateway', { status: fault.status }), code: undefined };
    }
    if (fault.kind === 'reset') return { response: HttpResponse.error(), code: undefined };
  }
  const refused = refusal(parts, service, request);
  if (refused !== undefined) return say(refused);
  const isToken = tokenCommands.includes(request.command);
  const given = isToken ? parts.tokens.answer(request) : answerCommand(parts, request, faults);
  return given instanceof Response ? { response: given, code: undefined } : say(given);
}

function required(document: GeneratedDocument | undefined, args: readonly string[]): GeneratedDocument {
  if (document === undefined) throw new RangeError(`The fake has no report ${args.join('/')}.`);
  return document;
}

/** Creates a fake Apple; the same options give the same documents, byte for byte. */
export function createFakeApple(options: FakeAppleOptions = {}): FakeApple {
  const { seed = 1, now = Date.now, accessToken = 'fake-token-1', rows = 40 } = options;
  const songs = options.songs ?? generateSongs({ seed });
  const requests: LoggedRequest[] = [];
  const state: FakeAppleState = {
    origin: 'https://reportingitc-reporter.apple.com',
    zone: 'America/Los_Angeles',
    contentEncoding: 'agzip',
    gzipMembers: 1,
    shuffled: false,
    strict: false,
    reportVersion: '1_2',
    noSales: new Set(),
    revisions: new Map(),
    documents: new Map(),
    rows: new Map(),
    financeIssuedAfterDays: 33,
    financeKinds: new Map(),
    currencies: new Map([['JP', ['JPY']]]),
    rowCountOffBy: 0,
  };
  const tokens = createTokens({ token: accessToken, createdMs: options.tokenCreatedMs ?? now(), ...fakeLogin, now });
  const parts: FakeParts = {
    seed,
    accounts: options.accounts ?? [{ number: '100001', name: 'Example Records' }],
    vendors: options.vendors ?? ['80012345'],
    regions: options.regions ?? ['US', 'JP'],
    financeReports: options.financeReports ?? ['Financial'],
    songs,
    rows,
    state,
    faults: createFaults(),
    tokens,
    requests,
    now,
  };
  const handler = http.post('*', async ({ request }) => {
    const url = new URL(request.url);
    const service = services[url.pathname];
    if (url.origin !== state.origin || service === undefined) return undefined; // somebody else's
    const atMs = now();
    const headers = Object.fromEntries(request.headers);
    const asked = parseReporterRequest(await request.text(), url);
    if (asked === undefined) return errorAnswer({ code: 101 }, 'Robot.XML');
    const { response, code } = answer(parts, service, asked);
    const { command, args, account, mode } = asked;
    requests.push({ atMs, service, command, args, account, mode, headers, status: response.status, code });
    return response;
  });
  return {
    handlers: [handler],
    state,
    faults: parts.faults,
    requests,
    songs,
    tokens,
    sales: (args) => required(salesDocument(parts, args), args),
    finance: (args) => required(financeDocument(parts, args), args),
    config: () => ({ accessToken: tokens.current() ?? '', baseUrl: state.origin }),
  };
}
