import { expect, test } from 'vitest';
import type { AuthContext, HttpReply, HttpRequest } from '../contracts/http.ts';
import { UpstreamError } from '../errors/leaves.ts';
import { refreshToken } from './refresh-token.ts';

function reply(status: number, body: unknown): HttpReply {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { status, headers: {}, bytes: Buffer.from(text), text: () => text, json: () => JSON.parse(text) };
}

/** A token endpoint that numbers its tokens, on a clock that the test turns. */
function createEndpoint(answer?: (n: number) => HttpReply | Promise<HttpReply>) {
  const requests: HttpRequest[] = [];
  const state = { nowMs: 0, requests };
  const context: AuthContext = {
    wallMs: () => state.nowMs,
    request: async (request) => {
      requests.push(request);
      return answer?.(requests.length) ?? reply(200, { access_token: `t${requests.length}`, expires_in: 3599 });
    },
  };
  return { state, context };
}

const options = {
  tokenUrl: 'https://oauth2.example/token',
  clientId: 'id',
  clientSecret: 'secret/+',
  refreshToken: '1//grant',
};

test('the grant goes as a form to the token endpoint, without the credentials of the API', async () => {
  const { state, context } = createEndpoint();
  expect(await refreshToken(options).headers(context)).toEqual({ authorization: 'Bearer t1' });
  expect(state.requests[0]).toMatchObject({
    method: 'POST',
    url: options.tokenUrl,
    auth: false,
    body: 'grant_type=refresh_token&client_id=id&client_secret=secret%2F%2B&refresh_token=1%2F%2Fgrant',
  });
});

test('a token that was refused, or is about to end, is replaced once for all that wait', async () => {
  const { state, context } = createEndpoint();
  const scheme = refreshToken(options);
  const first = await scheme.headers(context);
  expect(scheme.renew?.(first)).toBe(true);
  const all = await Promise.all(Array.from({ length: 20 }, () => scheme.headers(context)));
  expect(new Set(all.map(({ authorization }) => authorization))).toEqual(new Set(['Bearer t2']));
  expect(scheme.renew?.(first)).toBe(true);
  expect(await scheme.headers(context)).toEqual({ authorization: 'Bearer t2' });
  state.nowMs = 3_539_000;
  expect(await scheme.headers(context)).toEqual({ authorization: 'Bearer t3' });
  expect(state.requests).toHaveLength(3);
});

test.each([
  ['invalid_grant', 'AUTH_EXPIRED', /consent again/],
  ['invalid_client', 'AUTH_REJECTED', /client secret/],
])('%s is told with what to do, and never asked again', async (error, code, next) => {
  const { state, context } = createEndpoint(() => reply(400, { error, error_description: 'secret/+ is wrong' }));
  const scheme = refreshToken(options);
  for (let turn = 0; turn < 3; turn += 1) {
    const failure = await scheme.headers(context).then(
      () => undefined,
      (cause: Error) => cause,
    );
    expect(failure).toMatchObject({ code, disposition: 'abort', details: { status: 400, error } });
    expect(failure?.message).toMatch(next);
    expect(failure?.message).not.toContain('secret/+');
  }
  expect(state.requests).toHaveLength(1);
});

test('a failure of the endpoint is not taken for a refusal', async () => {
  const { state, context } = createEndpoint((n) => {
    if (n === 1) throw new UpstreamError('unavailable');
    return reply(200, { access_token: 'late' });
  });
  const scheme = refreshToken(options);
  await expect(scheme.headers(context)).rejects.toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
  expect(await scheme.headers(context)).toEqual({ authorization: 'Bearer late' });
  expect(state.requests).toHaveLength(2);
});
