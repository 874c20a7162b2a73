import { gzipSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import { impatientEngine, type Loopback, readAll, removeFolders, rig, serve } from '../../test/loopback.ts';

const servers: Loopback[] = [];

async function loopback(...given: Parameters<typeof serve>): Promise<Loopback> {
  const server = await serve(...given);
  servers.push(server);
  return server;
}

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
  removeFolders();
});

const error = '<?xml version="1.0"?>\n<Error><Code>212</Code><Message>Try again later.</Message></Error>';
const document = gzipSync('a\tb\n1\t2\n');
const report = { op: 'report', method: 'POST', path: '/report', body: 'ask', inspect: 'xml-error' } as const;

test('an XML error under 200 is shown to the policy before a byte is handed on; a document of other bytes is not', async () => {
  const server = await loopback((_, response, ordinal) => {
    response.writeHead(200, { 'content-type': 'text/plain' });
    response.end(ordinal === 0 ? error : document);
  });
  const engine = impatientEngine(3, ({ body }) => (body?.includes('<Code>212<') ? 'retry' : undefined));
  const got = await readAll(rig(server.origin, { engine }).http.download('report.gz', report));
  expect(got.bytes.equals(document)).toBe(true);
  expect(engine.answers.map(({ body }) => body)).toEqual([error, undefined]);
});

test('without being asked, and beyond the first KiB, a 2xx answer is not looked into', async () => {
  const server = await loopback((request, response) =>
    response.end(request.url === '/long' ? `<a>${error.repeat(50)}` : error),
  );
  const engine = impatientEngine();
  const { http } = rig(server.origin, { engine });
  await http.request({ op: 'status', path: '/status' });
  const long = await http.request({ ...report, path: '/long' });
  expect(engine.answers.map(({ body }) => body?.length)).toEqual([undefined, 1024]);
  expect(long.bytes).toHaveLength(3 + 50 * error.length);
});

test('the body of an error status that a rule delivers is the document', async () => {
  const server = await loopback((_, response) => response.writeHead(404).end(error));
  const engine = impatientEngine(1, () => 'deliver');
  const got = await readAll(rig(server.origin, { engine }).http.download('report.gz', report));
  expect(got.bytes.toString()).toBe(error);
  expect(got.evidence.map(({ holds }) => holds)).toEqual([true]);
});

test('the head of the answer that is taken is told, and the key names the call without its body', async () => {
  const server = await loopback((_, response, ordinal) => {
    if (ordinal === 0) return response.writeHead(503).end();
    return response.writeHead(200, { filename: 'S1_A.txt.gz' }).end(document);
  });
  const engine = impatientEngine();
  const names: (string | undefined)[] = [];
  const answered = (head: { headers: Readonly<Record<string, string>> }) => void names.push(head.headers.filename);
  await readAll(
    rig(server.origin, { engine }).http.download('report.gz', { ...report, key: '80012345/2026-03-05', answered }),
  );
  expect(names).toEqual(['S1_A.txt.gz']);
  expect(engine.operations[0]?.opKey).toBe('report/report#80012345/2026-03-05');
});
