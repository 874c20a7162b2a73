import { expect, test } from 'vitest';
import type { AuthContext, HttpReply, HttpRequest } from '../contracts/http.ts';
import { CancelledError } from '../errors/leaves.ts';
import { bearer } from './bearer.ts';
import { clientCredentials } from './client-credentials.ts';

function reply(status: number, body: unknown): HttpReply {
  const text = JSON.stringify(body);
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
      return answer?.(requests.length) ?? reply(200, { access_token: `t${requests.length}`, expires_in: 3600 });
    },
  };
  return { state, context };
}

const options = { tokenUrl: 'https://accounts.example/api/token', clientId: 'id', clientSecret: 'secret' };

test('the token is asked for with Basic and a form body, without the credentials of the API', async () => {
  const { state, context } = createEndpoint();
  expect(await clientCredentials(options).headers(context)).toEqual({ authorization: 'Bearer t1' });
  expect(state.requests[0]).toMatchObject({
    method: 'POST',
    url: options.tokenUrl,
    auth: false,
    body: 'grant_type=client_credentials',
    headers: { authorization: `Basic ${btoa('id:secret')}` },
  });
});

test('a token is used again until a minute before its end', async () => {
  const { state, context } = createEndpoint();
  const scheme = clientCredentials(options);
  await scheme.headers(context);
  state.nowMs = 3_539_999;
  expect(await scheme.headers(context)).toEqual({ authorization: 'Bearer t1' });
  state.nowMs = 3_540_000;
  expect(await scheme.headers(context)).toEqual({ authorization: 'Bearer t2' });
});

test('a hundred requests at once ask for one token', async () => {
  const { state, context } = createEndpoint();
  const scheme = clientCredentials(options);
  const all = await Promise.all(Array.from({ length: 100 }, () => scheme.headers(context)));
  expect(new Set(all.map(({ authorization }) => authorization))).toEqual(new Set(['Bearer t1']));
  expect(state.requests).toHaveLength(1);
});

test('a late 401 for an older token does not throw away the newer one', async () => {
  const { state, context } = createEndpoint();
  const scheme = clientCredentials(options);
  const old = await scheme.headers(context);
  expect(scheme.renew?.(old)).toBe(true);
  await scheme.headers(context);
  expect(scheme.renew?.(old)).toBe(true);
  expect(await scheme.headers(context)).toEqual({ authorization: 'Bearer t2' });
  expect(state.requests).toHaveLength(2);
});

test('a refused client is an AuthError that names the OAuth error and never the secret', async () => {
  const { context } = createEndpoint(() => reply(400, { error: 'invalid_client', error_description: 'secret' }));
  const failure = clientCredentials(options).headers(context);
  await expect(failure).rejects.toMatchObject({ code: 'AUTH_REJECTED', disposition: 'abort' });
  await expect(failure).rejects.toThrow(/\(invalid_client\)/);
  await expect(failure).rejects.not.toThrow(/secret:|id:secret/);
});

test('an answer without a token is a PayloadError', async () => {
  const { context } = createEndpoint(() => reply(200, { token: 'x' }));
  await expect(clientCredentials(options).headers(context)).rejects.toMatchObject({ code: 'PAYLOAD_UNEXPECTED' });
});

test('a failed request for a token is asked again by the next caller', async () => {
  const { context } = createEndpoint((n) =>
    n === 1 ? reply(401, {}) : reply(200, { access_token: 'late', expires_in: 60 }),
  );
  const scheme = clientCredentials(options);
  await expect(scheme.headers(context)).rejects.toMatchObject({ code: 'AUTH_REJECTED' });
  expect(await scheme.headers(context)).toEqual({ authorization: 'Bearer late' });
});

test('when the first of two waiting requests is stopped, the second still gets its token', async () => {
  const stopped = Promise.withResolvers<HttpReply>();
  const { context } = createEndpoint((n) => (n === 1 ? stopped.promise : reply(200, { access_token: 't2' })));
  const scheme = clientCredentials(options);
  const first = scheme.headers(context);
  const second = scheme.headers(context);
  stopped.reject(new CancelledError());
  await expect(first).rejects.toMatchObject({ code: 'CANCELLED' });
  expect(await second).toEqual({ authorization: 'Bearer t2' });
});

test('a bearer token is sent as it is and cannot be renewed', async () => {
  const { context } = createEndpoint();
  const scheme = bearer('fixed');
  expect(await scheme.headers(context)).toEqual({ authorization: 'Bearer fixed' });
  expect(scheme.renew?.({ authorization: 'Bearer fixed' })).toBe(false);
});
