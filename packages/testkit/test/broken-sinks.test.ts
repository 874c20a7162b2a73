import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BytesTransaction, defineValidator, type OpenSink, Type } from '@ledgerline/core';
import { createSilentLogger, createSystemClock } from '@ledgerline/core/runtime';
import filesystem from '@ledgerline/sink-filesystem';
import { runChecks, sinkChecks, validatorChecks } from '@ledgerline/testkit/checks';
import { expect, test } from 'vitest';

type Lake = Extract<OpenSink, { accepts: 'bytes' }>;
type Habit = (lake: Lake) => Partial<Lake>;

/** Changes how transactions of a lake behave. */
const transactions =
  (change: (transaction: BytesTransaction) => Partial<BytesTransaction>): Habit =>
  (lake) => ({
    async begin(identity) {
      const transaction = await lake.begin(identity);
      const bound: BytesTransaction = {
        ...(transaction.resumed === undefined ? {} : { resumed: transaction.resumed }),
        append: (...given) => transaction.append(...given),
        reject: (letters) => transaction.reject(letters),
        checkpoint: (state) => transaction.checkpoint(state),
        commit: (draft) => transaction.commit(draft),
        suspend: () => transaction.suspend(),
        abandon: () => transaction.abandon(),
      };
      return { ...bound, ...change(transaction) };
    },
  });

/** What shows documents with rows and letters; amendments begin with such a document, too. */
const shown = [
  ...['commit/atomic', 'commit/revision', 'commit/neighbours', 'commit/letters', 'staging/resume', 'staging/tag'],
  ...['staging/fingerprint', 'staging/close', 'amend/atomic', 'amend/sequence', 'amend/superseded'],
];

const broken: readonly (readonly [name: string, habit: Habit, fails: readonly string[]])[] = [
  [
    'keeps the caller’s buffer',
    transactions((inner) => {
      const kept: Parameters<BytesTransaction['append']>[] = [];
      return {
        append: (...given) => void kept.push(given),
        async commit(draft) {
          for (const given of kept) await inner.append(...given);
          return inner.commit(draft);
        },
      };
    }),
    // Rows of the document stay spoilt under every amendment.
    [...shown, 'amend/abandon'],
  ],
  [
    'forgets the state of a checkpoint',
    transactions((inner) => ({ checkpoint: () => inner.checkpoint(null) })),
    ['staging/resume', 'staging/close'],
  ],
  [
    'goes on with staging of another mapping',
    (lake) => ({ begin: (identity) => lake.begin({ ...identity, fingerprint: 'any' }) }),
    ['staging/fingerprint'],
  ],
  ['keeps what was abandoned', transactions((inner) => ({ abandon: () => inner.suspend() })), ['staging/abandon']],
  // An amendment says again which letters stay, so those that the document lost are back after it.
  ['drops dead letters', transactions(() => ({ reject: () => undefined })), shown],
  [
    'mixes up dead letters of reports',
    (lake) => ({ deadLetters: (_, options) => lake.deadLetters(undefined, options) }),
    ['commit/letters'],
  ],
  ['forgets settled letters', (lake) => ({ deadLetters: (report) => lake.deadLetters(report) }), ['amend/atomic']],
  [
    'amends whatever is in force',
    (lake) => ({
      async amend(identity) {
        const { sequence = identity.sequence } = (await lake.current(identity.report)) ?? {};
        return lake.amend?.({ ...identity, sequence }) ?? Promise.reject(new Error('the lake takes no amendments'));
      },
    }),
    ['amend/sequence'],
  ],
  ['forgets history', (lake) => ({ manifests: () => lake.manifests() }), ['commit/revision']],
];

test.each(broken)('a sink that %s fails exactly the scenarios that are about it', async (_, habit, fails) => {
  const storage = () => {
    const path = mkdtempSync(join(tmpdir(), 'lake-'));
    const open = async (): Promise<OpenSink> => {
      const lake = await filesystem.open({ path }, { clock: createSystemClock(), log: createSilentLogger() });
      if (lake.accepts !== 'bytes') throw new Error('the lake takes bytes');
      return { ...lake, ...habit(lake) };
    };
    return { open, close: () => rmSync(path, { recursive: true }) };
  };
  const results = await runChecks(sinkChecks({ name: 'broken', storage }));
  const found = results.filter(({ outcome }) => outcome === 'broken').map(({ id }) => id);
  expect(found.sort()).toEqual([...fails].sort());
});

test('a validator that counts over the whole document and keeps no snapshot fails to resume', async () => {
  const validator = defineValidator({
    ...{ name: 'every-third', version: '1.0.0', summary: 'Rejects every third row.', config: Type.Object({}) },
    fields: [],
    open: () => {
      let seen = 0;
      return {
        check(batch, judge) {
          for (let index = 0; index < batch.length; index += 1) {
            if (batch.alive[index] === 0) continue;
            seen += 1;
            if (batch.text('isrc', index) === 'X') judge.flag(index, 'ODD', 'isrc', `row ${seen} is odd`);
            if (seen % 3 === 0) judge.reject(index, 'THIRD', undefined, 'is a third');
          }
        },
      };
    },
  });
  const rows = [{ row: { isrc: 'X' } }, { row: {} }, { row: {}, rejected: 'THIRD' }, { row: {} }];
  const results = await runChecks(validatorChecks({ validator, config: {}, rows }));
  expect(results.filter(({ outcome }) => outcome === 'broken').map(({ id }) => id)).toEqual([
    'validator/fields',
    'validator/resume',
    'validator/kinds',
  ]);
});
