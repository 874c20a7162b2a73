import { HttpResponse } from 'msw';
import type { FakeParts } from './fake-state.ts';

function refuse(error: string): Response {
  return HttpResponse.json({ error, error_description: 'Bad Request' }, { status: 400 });
}

/** The token endpoint. Source: RFC 6749 section 6; the answer has no new refresh token (captured). */
export async function answerOauth(parts: FakeParts, request: Request): Promise<Response> {
  const { state, tokens } = parts;
  if (request.method !== 'POST') return new HttpResponse('', { status: 404 });
  const form = new URLSearchParams(await request.text());
  if (form.get('grant_type') !== 'refresh_token') return refuse('unsupported_grant_type');
  if (form.get('client_id') !== parts.clientId || form.get('client_secret') !== parts.clientSecret) {
    return refuse('invalid_client');
  }
  if (state.grantRevoked || form.get('refresh_token') !== parts.refreshToken) return refuse('invalid_grant');
  state.tokensIssued += 1;
  const token = `ya29.fake-${state.tokensIssued}`;
  tokens.set(token, state.nowMs + state.tokenLifetimeSec * 1000);
  return HttpResponse.json({ access_token: token, expires_in: state.tokenLifetimeSec, token_type: 'Bearer' });
}

/** 401 for a token that is missing, unknown or over. */
export function refuseToken({ tokens, state }: FakeParts, request: Request): boolean {
  const token = /^Bearer (.+)$/.exec(request.headers.get('authorization') ?? '')?.[1];
  const endMs = token === undefined ? undefined : tokens.get(token);
  return endMs === undefined || state.nowMs >= endMs;
}
