import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import type { Evidence } from '@ledgerline/core';
import { type UnzipOptions, unzip } from '@ledgerline/drop';
import { writeZip } from '@ledgerline/drop/mock';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ZipFile } from 'yazl';

async function zipped(members: readonly (readonly [string, string | null])[]): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, content] of members) {
    if (content === null) zip.addEmptyDirectory(name);
    else zip.addBuffer(Buffer.from(content), name);
  }
  zip.end();
  return Buffer.concat(await Array.fromAsync(zip.outputStream as AsyncIterable<Uint8Array>));
}

async function run(bytes: Uint8Array, options: UnzipOptions = {}, chunkBytes = 1000) {
  const evidence: Evidence[] = [];
  const findings: string[] = [];
  const observer = {
    evidence: (item: Evidence) => void evidence.push(item),
    claim() {},
    finding: (code: string, message: string) => void findings.push(`${code} ${message}`),
  };
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes);
  }
  const stage = unzip(options)(chunks(), { observer, signal: new AbortController().signal, object: 'x.zip' });
  const out = Buffer.concat(await Array.fromAsync(stage)).toString();
  return { out, evidence, findings };
}

const staged = () => readdirSync(tmpdir()).filter((name) => name.startsWith('ledgerline-drop-')).length;

test('one document comes out as it went in, with the directory as evidence', async () => {
  const { out, evidence } = await run(await zipped([['a.csv', 'H\n1\n']]));
  expect(out).toBe('H\n1\n');
  expect(evidence).toEqual([
    { kind: 'zip-directory', holds: true, detail: 'x.zip: length and checksum of 1 of 1 members hold' },
  ]);
});

test('what is no zip passes unchanged, unless it must be one', async () => {
  expect((await run(Buffer.from('H\n1\n'), {}, 1)).out).toBe('H\n1\n');
  expect((await run(Buffer.from(''))).out).toBe('');
  await expect(run(Buffer.from('H\n'), { when: 'always' })).rejects.toMatchObject({ code: 'ZIP_CORRUPT' });
});

test('several members with one header become one document, by name, in nested folders, without final line ends', async () => {
  const zip = await zipped([
    ['b/2.csv', 'H,I\r\n3,4\r\n'],
    ['a/1.csv', '\ufeffH,I\n1,2'],
    ['c/', null],
    ['read.me', 'x'],
    ['__MACOSX/a/1.csv', 'x'],
  ]);
  const { out, findings } = await run(zip, {}, 7);
  expect(out).toBe('\ufeffH,I\n1,2\n3,4\r\n');
  expect(findings.map((line) => line.split(' ').slice(0, 3).join(' '))).toEqual([
    'ZIP_MEMBER_IGNORED x.zip: read.me',
    'ZIP_MEMBER_IGNORED x.zip: __MACOSX/a/1.csv',
  ]);
});

test('members with different headers are no one document', async () => {
  const zip = await zipped([
    ['1.csv', 'H,I\n1,2\n'],
    ['2.csv', 'I,H\n2,1\n'],
  ]);
  await expect(run(zip)).rejects.toMatchObject({ code: 'ZIP_HEADERS_DIFFER' });
  expect((await run(zip, { header: 'each' })).out).toBe('H,I\n1,2\nI,H\n2,1\n');
});

test('any documents, cut anywhere, come out as their rows below one header', async () => {
  const rows = fc.array(fc.stringMatching(/^[a-z0-9]{0,20}$/), { maxLength: 50 });
  await fc.assert(
    fc.asyncProperty(
      fc.array(rows, { minLength: 1, maxLength: 4 }),
      fc.integer({ min: 1, max: 5000 }),
      async (parts, size) => {
        const members = parts.map(
          (lines, at) => [`${at}.csv`, `head\n${lines.map((line) => `${line}\n`).join('')}`] as const,
        );
        const { out } = await run(await zipped(members), {}, size);
        expect(out).toBe(
          `head\n${parts
            .flat()
            .map((line) => `${line}\n`)
            .join('')}`,
        );
      },
    ),
    { numRuns: 40 },
  );
});

test('an archive that was cut off anywhere is an error, never a short success', async () => {
  const whole = await zipped([
    ['a.csv', `H\n${'row,with,text\n'.repeat(500)}`],
    ['b.csv', 'H\nlast\n'],
  ]);
  for (let end = 4; end < whole.length; end += 13) {
    await expect(run(whole.subarray(0, end))).rejects.toMatchObject({
      code: expect.stringMatching(/^ZIP_(TRUNCATED|CORRUPT)$/),
    });
  }
});

test('a changed byte of the data is found by length, structure or checksum', async () => {
  const whole = await zipped([['a.csv', `H\n${Array.from({ length: 300 }, (_, n) => `${n * 7919},x\n`).join('')}`]]);
  for (let at = 40; at < whole.length - 120; at += 17) {
    const damaged = Buffer.from(whole);
    damaged[at] = (damaged[at] ?? 0) ^ 0x10;
    await expect(run(damaged)).rejects.toMatchObject({ code: 'ZIP_CORRUPT' });
  }
});

test.each(['../evil.csv', 'a/../../evil.csv', '/etc/evil.csv', 'C:/evil.csv', 'a\\..\\evil.csv'])(
  'a member called %s is refused',
  async (name) => {
    await expect(run(writeZip([{ name, content: 'H\n' }]))).rejects.toMatchObject({ code: 'ZIP_UNSAFE' });
  },
);

test('archives that unpack to too much are refused before their first byte', async () => {
  const bomb = writeZip([{ name: 'a.csv', content: Buffer.alloc(20_000_000, 0x20) }]);
  await expect(run(bomb)).rejects.toMatchObject({ code: 'ZIP_UNSAFE' });
  const zip = await zipped([
    ['a.csv', 'H\n1\n'],
    ['b.csv', 'H\n2\n'],
  ]);
  await expect(run(zip, { maxBytes: 7 })).rejects.toMatchObject({ code: 'ZIP_UNSAFE' });
  await expect(run(zip, { maxMembers: 1 })).rejects.toMatchObject({ code: 'ZIP_UNSAFE' });
});

test('a member longer than its directory says is stopped', async () => {
  const zip = writeZip([{ name: 'a.csv', content: Buffer.alloc(3_000_000, 0x20), size: 100 }]);
  await expect(run(zip)).rejects.toMatchObject({ code: 'ZIP_CORRUPT' });
});

test('encrypted members, other methods and archives without documents are named as such', async () => {
  await expect(
    run(writeZip([{ name: 'a.csv', content: Buffer.alloc(14), deflate: false, flags: 1, size: 2 }])),
  ).rejects.toMatchObject({
    code: 'ZIP_UNSUPPORTED',
  });
  await expect(run(writeZip([{ name: 'a.csv', content: 'H\n', method: 12 }]))).rejects.toMatchObject({
    code: 'ZIP_UNSUPPORTED',
  });
  await expect(run(await zipped([['read.me', 'x']]))).rejects.toMatchObject({ code: 'ZIP_NO_DOCUMENT' });
});

test('the temporary file is gone however the reading ends', async () => {
  const before = staged();
  const zip = await zipped([['a.csv', `H\n${'x\n'.repeat(100_000)}`]]);
  await run(zip);
  await expect(run(zip.subarray(0, zip.length - 30))).rejects.toThrow();
  const stage = unzip()(
    (async function* () {
      yield zip;
    })(),
    {
      observer: { evidence() {}, claim() {}, finding() {} },
      signal: new AbortController().signal,
      object: 'x.zip',
    },
  );
  for await (const _ of stage) break;
  expect(staged()).toBe(before);
});
