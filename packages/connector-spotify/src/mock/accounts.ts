import { HttpResponse } from 'msw';
import type { FakeParts } from './fake-state.ts';

/** The token endpoint. Source: developer.spotify.com "Client Credentials Flow"; error bodies by RFC 6749. */
export async function answerAccounts(parts: FakeParts, request: Request, url: URL): Promise<Response> {
  const { clientId, clientSecret, state, tokens, now } = parts;
  if (request.method !== 'POST' || url.pathname !== '/api/token') return new HttpResponse('', { status: 404 });
  const expected = `Basic ${Buffer.from(`${clientId}:${clientSecret}`, 'utf8').toString('base64')}`;
  if (request.headers.get('authorization') !== expected) {
    return HttpResponse.json({ error: 'invalid_client', error_description: 'Invalid client' }, { status: 400 });
  }
  const grant = new URLSearchParams(await request.text()).get('grant_type');
  if (grant !== 'client_credentials') {
    return HttpResponse.json({ error: 'unsupported_grant_type' }, { status: 400 });
  }
  state.tokensIssued += 1;
  const token = `fake-token-${state.tokensIssued}`;
  tokens.set(token, now() + state.tokenLifetimeSec * 1000);
  return HttpResponse.json({ access_token: token, token_type: 'Bearer', expires_in: state.tokenLifetimeSec });
}
