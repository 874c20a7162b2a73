import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { codeFamilies, explainedCode, explainedCodes } from '../src/codes/explained-code.ts';
import { main } from '../src/main.ts';
import { fakeHost } from './samples.ts';

const packages = fileURLToPath(new URL('../../', import.meta.url));

/** Words in capitals that are no codes of ours: what DSPs, Node and columns of documents call things. */
const foreign = new Set(
  `
ACCESS_TOKEN_SCOPE_INSUFFICIENT ALREADY_EXISTS INVALID_ARGUMENT NOT_FOUND PERMISSION_DENIED QUOTA_EXCEEDED RATE_LIMIT_EXCEEDED RESOURCE_EXHAUSTED
ARTIST_NAME CURRENCY_CODE END_DATE PRODUCT_TYPE_ID REPORTING_CURRENCY SALE_RETURN_FLAG START_DATE TERRITORY_CODE TRACK_NAME VENDOR_CODE
CERT_HAS_EXPIRED CERT_NOT_YET_VALID CERT_REVOKED CERT_UNTRUSTED DEPTH_ZERO_SELF_SIGNED_CERT EAI_AGAIN EAI_FAIL ERR_ATTEMPT_TIMEOUT ERR_BAD_AUTH
ERR_INVALID_ARG_TYPE ERR_LOGIN ERR_SOCKET_CONNECTION_TIMEOUT ERR_STREAM_PREMATURE_CLOSE ERR_TLS_CERT_ALTNAME_INVALID HOSTNAME_MISMATCH
HPE_INVALID_CONSTANT SELF_SIGNED_CERT_IN_CHAIN UNABLE_TO_GET_ISSUER_CERT UNABLE_TO_GET_ISSUER_CERT_LOCALLY UNABLE_TO_VERIFY_LEAF_SIGNATURE
UND_ERR_BODY_TIMEOUT UND_ERR_CONNECT_TIMEOUT UND_ERR_HEADERS_OVERFLOW UND_ERR_HEADERS_TIMEOUT UND_ERR_RESPONSE UND_ERR_RES_CONTENT_LENGTH_MISMATCH
UND_ERR_SOCKET Z_BUF_ERROR Z_DATA_ERROR DEEP_ARCHIVE MULTIPLE_DOCS ENOENT ECONNRESET ECONNREFUSED ENOTDIR SALE_TYPE HTTPS_PROXY HTTP_PROXY APPLE_REPORTER_TOKEN
YOUTUBE_CONTENT_OWNER YOUTUBE_CLIENT_ID YOUTUBE_CLIENT_SECRET YOUTUBE_REFRESH_TOKEN
`
    .trim()
    .split(/\s+/),
);

/** Packages whose capitals are about tests and fakes. */
const left = new Set(['testkit', 'fakes', 'create-connector']);

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !/(^|[/\\])mock([/\\.]|$)/.test(file))
    .map((file) => readFileSync(join(folder, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*$/gm, ''));
}

/** Every text in the sources that looks like a code. */
function codesInSources(): Set<string> {
  const found = new Set<string>();
  for (const name of readdirSync(packages)) {
    if (left.has(name)) continue;
    const folder = join(packages, name, 'src');
    if (name === 'cli') continue;
    for (const source of sources(folder)) collect(source, found);
  }
  const cli = readdirSync(join(packages, 'cli', 'src'), { recursive: true, encoding: 'utf8' });
  for (const file of cli.filter((file) => file.endsWith('.ts') && !/^codes/.test(file)))
    collect(readFileSync(join(packages, 'cli', 'src', file), 'utf8'), found);
  return found;
}

function collect(source: string, found: Set<string>): void {
  for (const [, code = ''] of source.matchAll(/'([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)'/g)) found.add(code);
  for (const [, code = ''] of source.matchAll(/\b(?:code: |super\()'([A-Z]+)'/g)) found.add(code);
}

async function cli(...words: string[]) {
  const { host, written } = fakeHost();
  return { code: await main(words, host), ...written };
}

test('every code in the sources is explained', () => {
  const codes = [...codesInSources()].filter((code) => !foreign.has(code) && !explainedCode(code));
  expect(codes).toEqual([]);
});

test('a code that nobody uses any more is not explained', () => {
  const used = codesInSources();
  const dynamic = new Set(
    [...codeFamilies.flatMap(({ codes }) => Object.keys(codes))].filter((code) =>
      /_(INVALID|MISSING|UNEXPECTED)$/.test(code),
    ),
  );
  const unused = explainedCodes().filter(({ code }) => !used.has(code) && !dynamic.has(code));
  expect(unused.map(({ code }) => code)).toEqual([]);
});

test('explanations are sentences, and say what to do', () => {
  for (const { meaning, next } of explainedCodes()) {
    expect(meaning).toMatch(/^[A-Z].*\.$/);
    expect(next).toMatch(/^\S.*[^.]$/);
  }
});

test('a code is explained however it is written, and as JSON', async () => {
  const { code, out } = await cli('explain', 'reject-budget');
  expect(code).toBe(0);
  expect(out).toContain('REJECT_BUDGET\n  More rows, units or money were rejected');
  expect(out).toContain('next: ');
  expect(JSON.parse((await cli('explain', 'SINK_DISK_FULL', '--json')).out)).toMatchObject({ code: 'SINK_DISK_FULL' });
});

test('an unknown code is refused with those that are like it', async () => {
  const { code, err } = await cli('explain', 'GZIP_BROKEN');
  expect(code).toBe(2);
  expect(err).toContain('Did you mean GZIP_UNSAFE, GZIP_CORRUPT');
});

test('without a code all of them are listed', async () => {
  const { out } = await cli('explain');
  expect(out.split('\n').length).toBeGreaterThan(250);
});
