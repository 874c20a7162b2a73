import { expect, test } from 'vitest';
import { findConnectorPackage } from '../src/connector/connector-package.ts';
import { holds, type Proof } from '../src/connector/prove.ts';
import { sourcesOfFile } from '../src/connector/sources-of-file.ts';
import { conformanceText } from '../src/render/conformance-text.ts';
import { createPaint } from '../src/render/paint.ts';

const plain = createPaint(false);
const held = { id: 'config/required', title: 'a dropped key is named', outcome: 'holds', durationMs: 1 } as const;
const proof = (...results: Proof['results']): Proof => ({ name: 'nimbus', results });

test('a connector is found by its short name, its package and its folder', () => {
  for (const reference of ['youtube', '@ledgerline/connector-youtube', './packages/connector-youtube'])
    expect(findConnectorPackage(reference).manifest.name).toBe('@ledgerline/connector-youtube');
});

test('a connector that is not there is told with everything that was tried', () => {
  expect(() => findConnectorPackage('nimbus')).toThrow(
    'There is no connector package "nimbus" (tried @ledgerline/connector-nimbus, ledgerline-connector-nimbus, nimbus).',
  );
  expect(() => findConnectorPackage('./nowhere')).toThrow('nowhere/package.json');
});

test('the table tells what is broken, waived or does not apply, each with its reason', () => {
  const broken = { ...held, id: 'rate/seconds', outcome: 'broken', reason: 'asked again after 0 s' } as const;
  const waived = { ...held, id: 'credentials/lapse', outcome: 'waived', reason: 'made by hand' } as const;
  const text = conformanceText([proof(held, broken, waived)], plain);
  expect(text).toContain('holds   config/required    a dropped key is named');
  expect(text).toContain('BROKEN rate/seconds: asked again after 0 s');
  expect(text).toContain('waived credentials/lapse: made by hand');
  expect(text).toContain('nimbus: 1 hold, 1 broken, 1 waived, 0 do not apply');
});

test('one broken check is enough, and nothing proven is no proof', () => {
  expect(holds([proof(held)])).toBe(true);
  expect(holds([proof(held), proof({ ...held, outcome: 'broken' })])).toBe(false);
  expect(holds([])).toBe(false);
});

test('a source by configuration is proved without its keys being there', async () => {
  const [source, ...others] = await sourcesOfFile('examples/http-source/my-source.yaml', {});
  expect(others).toEqual([]);
  expect(source?.connector).toMatchObject({ name: 'http', dsp: 'nimbus', capabilities: { revisions: true } });
  const { config } = (await source?.upstream.upstream.start({ now: () => 0, rows: 1 })) ?? {};
  expect(config?.auth).toEqual({ kind: 'bearer', token: 'placeholder-of-NIMBUS_TOKEN' });
});

test('a configuration without such a source is told so', async () => {
  await expect(sourcesOfFile('examples/readme/two-pipelines.yaml', {})).rejects.toThrow(
    'no pipeline with `connector: http`',
  );
});
