import type { Http, HttpReply, HttpRequest } from '../contracts/http.ts';

/** A reply of JSON as `http` gives it. */
export function replyOf(
  body: unknown,
  { headers = {}, url }: Partial<Pick<HttpReply, 'headers' | 'url'>> = {},
): HttpReply {
  const text = JSON.stringify(body) ?? '';
  const reply = { status: 200, headers, bytes: Buffer.from(text), text: () => text, json: () => JSON.parse(text) };
  return url === undefined ? reply : { ...reply, url };
}

/** A server that is a function of what it is asked and of how often it was asked before. */
export function serve(answer: (request: HttpRequest, ordinal: number) => HttpReply) {
  const seen: HttpRequest[] = [];
  const http: Pick<Http, 'request'> = {
    async request(request) {
      seen.push(request);
      return answer(request, seen.length - 1);
    },
  };
  return { http, seen };
}
