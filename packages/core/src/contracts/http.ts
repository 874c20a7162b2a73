import type { Body } from './source.ts';

/** A request as a connector describes it; everything that makes it safe (policy, auth, audit, redaction) is added behind. */
export interface HttpRequest {
  /** A short stable name of what is asked: `list-days`, `leaf`. Policies and logs know requests by it. */
  readonly op: string;
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE';
  /** Path below the connector's base URL … */
  readonly path?: string;
  /** … or an absolute URL, whose host the profile must list. */
  readonly url?: string;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text bodies only, so that every send repeats the same bytes. */
  readonly body?: string;
  /** Names below `dsp/account` of who shares a limit: `['reports']`. */
  readonly scope?: readonly string[];
  /**
   * `false` sends no credential; `true` also sends it to the connector's `credentialHosts`; a scheme is used instead of the connector's,
   * for this request only: a bucket's own signature. @default true for the base URL's origin, false elsewhere
   */
  readonly auth?: boolean | AuthScheme;
  /** `follow` follows redirects to listed hosts without credentials; `manual` hands the 3xx to the caller. @default 'follow' */
  readonly redirect?: 'follow' | 'manual';
  /** Statuses >= 400 that are answers, not failures, to this caller: `[404]`. */
  readonly accept?: readonly number[];
  /** Tells apart requests of one op and path, such as POSTs that differ in their body; shown in messages, so never a secret. */
  readonly key?: string;
  /**
   * `xml-error`: the DSP also writes errors under 2xx. The first KiB of such an answer is shown to the policy when it begins like XML,
   * so that rules on its codes decide before a byte is handed on.
   */
  readonly inspect?: 'xml-error';
  /** Told the head of the answer that is taken, before its body; again when a download starts over. */
  readonly answered?: (head: Pick<HttpReply, 'status' | 'headers'>) => void;
}

/** A buffered answer. Units: `maxBytes` of a reply is 8 MiB; longer ones are a PayloadError, use `download`. */
export interface HttpReply {
  readonly status: number;
  /** Where the answer came from, after redirects; what relative addresses in it are relative to. May hold a signature: never shown. */
  readonly url?: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Uint8Array;
  text(): string;
  /** Parsed JSON; a PayloadError naming the op when it is none. */
  json(): unknown;
}

/**
 * The only way out over HTTP.
 *
 * Errors: RateLimitError or NotReadyError to defer, AuthError, UpstreamError, PayloadError; all after the policy engine has done what it could.
 */
export interface Http {
  request(request: HttpRequest): Promise<HttpReply>;
  /**
   * A streaming download through a staging file of wire bytes: verified whole before the first byte is handed on.
   *
   * `locate` is called again when a signed URL lapsed, so it must ask the DSP for a fresh one each time.
   */
  download(object: string, locate: HttpRequest | (() => Promise<HttpRequest>)): Body;
}

/** Attaches a credential to requests; made by `bearer(...)`, `clientCredentials(...)`. */
export interface AuthScheme {
  readonly name: string;
  /** Headers to add. Called before every send to the API's origin; single-flight and cached inside. */
  headers(context: AuthContext): Promise<Readonly<Record<string, string>>>;
  /**
   * Headers that depend on the request itself: a signature. Called at every send, after `headers`, with all that is sent.
   *
   * Shape: the result is added to the headers it was given, and replaces those of the same name.
   */
  sign?(request: SignableRequest): Promise<Readonly<Record<string, string>>>;
  /** The DSP refused these headers: drop them. Returns false when a fresh credential cannot be had; the answer may say what was wrong. */
  renew?(rejected: Readonly<Record<string, string>>, answer?: RefusedAnswer): boolean;
}

/** One send as it is about to happen; a signature covers it. */
export interface SignableRequest {
  readonly method: string;
  readonly url: URL;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
}

/** What came back instead of the document. Shape: header names in lower case; `body` the first 64 KiB of an error. */
export interface RefusedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface AuthContext {
  /** Sends a request of the scheme's own (a token endpoint) through the same policy, without credentials. */
  readonly request: (request: HttpRequest) => Promise<HttpReply>;
  readonly wallMs: () => number;
}
