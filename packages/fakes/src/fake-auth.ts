import { HttpResponse } from 'msw';

/** How a fake API knows who asks. */
export type FakeAuth =
  /** Anybody may ask. */
  | { readonly kind: 'none' }
  /** A fixed header: a bearer token, an API key. */
  | { readonly kind: 'header'; readonly name: string; readonly value: string }
  /** An OAuth token endpoint whose form and Basic credential must carry these texts. Units: `lifeSec` of a token. */
  | { readonly kind: 'oauth'; readonly path: string; readonly expects: readonly string[]; readonly lifeSec: number };

/** The credentials of one fake that is up. */
export interface RunningAuth {
  isToken(url: URL): boolean;
  issue(headers: Headers, body: string): Response;
  knows(headers: Headers): boolean;
}

/** The credential in clear, as clients send it in a Basic header. */
function basicText(headers: Headers): string {
  const [scheme, text = ''] = (headers.get('authorization') ?? '').split(' ');
  return scheme === 'Basic' ? Buffer.from(text, 'base64').toString('utf8') : '';
}

export function startAuth(auth: FakeAuth, now: () => number): RunningAuth {
  const ends = new Map<string, number>();
  let issued = 0;
  return {
    isToken: ({ pathname }) => auth.kind === 'oauth' && pathname === auth.path,
    issue(headers, body) {
      if (auth.kind !== 'oauth') return HttpResponse.json({ error: 'not_found' }, { status: 404 });
      const said = `${decodeURIComponent(body)} ${basicText(headers)}`;
      if (!auth.expects.every((text) => said.includes(text))) {
        return HttpResponse.json({ error: 'invalid_client' }, { status: 401 });
      }
      issued += 1;
      const token = `fake-access-token-${String(issued).padStart(6, '0')}`;
      ends.set(token, now() + auth.lifeSec * 1000);
      return HttpResponse.json({ access_token: token, token_type: 'Bearer', expires_in: auth.lifeSec });
    },
    knows(headers) {
      if (auth.kind === 'none') return true;
      if (auth.kind === 'header') return headers.get(auth.name) === auth.value;
      const token = (headers.get('authorization') ?? '').replace(/^Bearer /, '');
      return now() < (ends.get(token) ?? 0);
    },
  };
}
