import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LettersWorld, type RowKind, type RowPlaces } from './letters-world.ts';

async function inWorld(rows: readonly RowKind[], scenario: (world: LettersWorld) => Promise<void>): Promise<void> {
  const world = new LettersWorld(rows);
  try {
    await scenario(world);
  } finally {
    world.close();
  }
}

const run = (world: LettersWorld) => world.with((ledgerline) => ledgerline.run());
const replay = (world: LettersWorld) => world.with((ledgerline) => ledgerline.replay());

/** Everything that must be true of a lake, whatever was done to it. */
function addsUp({ accepted, letters, manifest, problems }: RowPlaces, rows: readonly RowKind[]): void {
  expect(problems).toEqual([]);
  const lines = [...accepted.map(({ source }) => source.line), ...letters.map(({ source }) => source.line)];
  expect(lines.sort((left, right) => left - right)).toEqual(rows.map((_, index) => index + 2));
  const { counts } = manifest ?? {};
  expect(counts).toMatchObject({ accepted: accepted.length, rejected: letters.length });
  expect((counts?.accepted ?? 0) + (counts?.rejected ?? 0) + (counts?.skipped ?? 0)).toBe(counts?.read);
  const units = (manifest?.totals ?? []).reduce((sum, line) => sum + BigInt(line.units), 0n);
  expect(units).toBe(accepted.reduce((sum, item) => sum + BigInt(item.units), 0n));
  const rejected = Object.values(manifest?.rejectedBy ?? {}).reduce((sum, count) => sum + count, 0);
  expect(rejected).toBe(letters.length);
}

test('after the mapping is corrected a replay commits the rows that pass, under the identity of report and row', () =>
  inWorld(['good', 'grouped', 'wrong', 'grouped', 'ragged'], async (world) => {
    await run(world);
    const before = await world.look();
    addsUp(before, world.published.rows);
    expect(before.letters.map(({ stage }) => stage)).toEqual(['map', 'map', 'map', 'decode']);
    world.published.knowsMark = true;
    const { outcomes } = await replay(world);
    expect(outcomes).toMatchObject([
      { effect: 'committed', tried: 3, accepted: 2, open: 2, unreadable: 1, amounts: { EUR: '5.0' }, sequence: 2 },
    ]);
    const after = await world.look();
    addsUp(after, world.published.rows);
    expect(after.manifest).toMatchObject({
      sequence: 2,
      revision: before.manifest?.revision,
      amendment: { kind: 'replayed', letters: 2 },
    });
    expect(after.manifest?.supersedes).toBeUndefined();
    const replayed = after.accepted.filter(({ territory }) => territory === 'FR');
    expect(replayed).toMatchObject([
      { units: '1001', tier: 'premium', saleType: 'stream', source: { report: 'made-up/a/sales/2026-03/-', line: 3 } },
      { units: '1003', source: { line: 5 } },
    ]);
  }));

test('a second replay counts nothing twice and commits nothing', () =>
  inWorld(['good', 'grouped', 'wrong'], async (world) => {
    await run(world);
    world.published.knowsMark = true;
    await replay(world);
    const once = await world.look();
    expect((await replay(world)).outcomes).toMatchObject([{ effect: 'unchanged', tried: 1, accepted: 0, open: 1 }]);
    expect(await world.look()).toEqual(once);
  }));

test('replayed and discarded letters stay on record with who, when and why', () =>
  inWorld(['grouped', 'wrong'], async (world) => {
    await run(world);
    world.published.knowsMark = true;
    await replay(world);
    const [letter] = (await world.look()).letters;
    const ids = [letter?.id ?? ''];
    const request = { ids, by: 'someone', why: 'the DSP says it is a test row' };
    expect(await world.with((ledgerline) => ledgerline.discard(request))).toMatchObject({ discarded: ids });
    expect(await world.with((ledgerline) => ledgerline.discard(request))).toMatchObject({
      discarded: [],
      settledBefore: ids,
    });
    addsUp(await world.look(), world.published.rows);
    const all = await world.with(async (ledgerline) =>
      Array.fromAsync((await ledgerline.openSink()).deadLetters(undefined, { resolved: true })),
    );
    expect(all.map(({ resolution }) => resolution)).toMatchObject([
      { kind: 'discarded', by: 'someone', why: 'the DSP says it is a test row', at: expect.stringMatching(/Z$/) },
      { kind: 'replayed', run: expect.any(String) },
    ]);
    expect((await replay(world)).outcomes).toEqual([]);
  }));

test('an id that no report has discards nothing', () =>
  inWorld(['wrong', 'wrong'], async (world) => {
    await run(world);
    const [letter] = (await world.look()).letters;
    const request = { ids: [letter?.id ?? '', 'no-such-letter'], by: 'someone', why: 'a slip' };
    await expect(world.with((ledgerline) => ledgerline.discard(request))).rejects.toMatchObject({
      code: 'LETTER_UNKNOWN',
    });
    expect((await world.look()).letters.every(({ resolution }) => resolution === undefined)).toBe(true);
  }));

test('a letter that fails for another reason is told the new one and keeps its id', () =>
  inWorld(['twice'], async (world) => {
    await run(world);
    const [before] = (await world.look()).letters;
    expect(before).toMatchObject({ stage: 'map', code: 'UNITS_NOT_INTEGER', path: 'units' });
    world.published.knowsMark = true;
    expect((await replay(world)).outcomes).toMatchObject([{ effect: 'committed', accepted: 0, open: 1 }]);
    const { letters, manifest } = await world.look();
    expect(letters).toMatchObject([{ id: before?.id, stage: 'validate', code: 'ISRC_INVALID', path: 'isrc' }]);
    expect(manifest).toMatchObject({ rejectedBy: { ISRC_INVALID: 1 }, rejectedTotals: [{ units: '1000' }] });
  }));

const deep = process.env.LEDGERLINE_DEEP !== undefined;
const kinds = fc.constantFrom<RowKind>('good', 'grouped', 'wrong', 'twice', 'ragged');
const commands = fc.oneof(
  fc.record({ do: fc.constant('run' as const) }),
  fc.record({ do: fc.constant('replay' as const) }),
  fc.record({ do: fc.constant('learn' as const), knows: fc.boolean() }),
  fc.constantFrom({ do: 'learn' as const, knows: true }, { do: 'replay' as const }),
  fc.record({ do: fc.constant('discard' as const), every: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ do: fc.constant('reissue' as const), rows: fc.array(kinds, { minLength: 1, maxLength: 8 }) }),
);

test(
  'whatever is run, replayed, discarded and re-issued, each row counts once and all of them add up',
  { timeout: 120_000 },
  () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(kinds, { minLength: 1, maxLength: 8 }),
        fc.array(commands, { minLength: 3, maxLength: 9 }),
        (rows, plan) =>
          inWorld(rows, async (world) => {
            await run(world);
            let inForce: readonly RowKind[] = rows;
            for (const command of plan) {
              if (command.do === 'learn') world.published.knowsMark = command.knows;
              if (command.do === 'replay') await replay(world);
              if (command.do === 'reissue') {
                world.published.rows = command.rows;
                world.published.edition += 1;
              }
              if (command.do === 'run') {
                await run(world);
                inForce = world.published.rows;
              }
              if (command.do === 'discard') {
                const ids = (await world.look()).letters
                  .filter((_, index) => index % command.every === 0)
                  .map(({ id }) => id);
                if (ids.length > 0)
                  await world.with((ledgerline) => ledgerline.discard({ ids, by: 'someone', why: 'not worth it' }));
              }
              addsUp(await world.look(), inForce);
            }
          }),
      ),
      { numRuns: deep ? 60 : 10 },
    ),
);
