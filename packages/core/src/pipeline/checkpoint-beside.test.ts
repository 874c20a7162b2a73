import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DeadLetter, Manifest, ManifestDraft } from '../contracts/manifest.ts';
import type { BytesTransaction } from '../contracts/sink.ts';
import { bytesBeside } from './checkpoint-beside.ts';

const partition = { dsp: 'x', territory: 'US', period: '2026-03' };
const letter = (code: string): DeadLetter => ({ code }) as DeadLetter;
const draft = {} as ManifestDraft;

/** A transaction that writes down its calls, ends checkpoints when it is told to, and notices calls that overlap. */
function recorder() {
  const calls: string[] = [];
  let end: ((error?: Error) => void) | undefined;
  const call = (text: string): void => {
    calls.push(end === undefined ? text : `${text} OVERLAPS`);
  };
  const inner: BytesTransaction = {
    append: (_, bytes) => call(`append ${Buffer.from(bytes)}`),
    reject: (letters) => call(`reject ${letters.map(({ code }) => code).join(' ')}`),
    checkpoint(state) {
      call(`checkpoint ${state}`);
      return new Promise((resolve, reject) => {
        end = (error) => {
          end = undefined;
          if (error) reject(error);
          else resolve();
        };
      });
    },
    commit: async () => {
      call('commit');
      return {} as Manifest;
    },
    suspend: async () => call('suspend'),
    abandon: async () => call('abandon'),
  };
  return { calls, inner, isBusy: () => end !== undefined, end: (error?: Error) => end?.(error) };
}

test('rows and letters that come during a checkpoint reach the transaction after it, in order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom('append', 'reject', 'checkpoint'), { maxLength: 20 }), async (kinds) => {
      const { calls, inner, isBusy, end } = recorder();
      const transaction = bytesBeside(inner);
      for (const [at, kind] of kinds.entries()) {
        const work =
          kind === 'append'
            ? transaction.append(partition, Buffer.from(`${at}`), 1)
            : kind === 'reject'
              ? transaction.reject([letter(`${at}`)])
              : transaction.checkpoint(at);
        end();
        await work;
      }
      end();
      await transaction.commit(draft);
      expect(isBusy()).toBe(false);
      const told = calls.slice(0, -1).flatMap((call) => {
        const [kind, ...rest] = call.split(' ');
        return rest.map((at) => `${at} ${kind}`);
      });
      expect(calls.at(-1)).toBe('commit');
      expect(told).toEqual(kinds.map((kind, at) => `${at} ${kind}`));
    }),
  );
});

test('a checkpoint does not keep the reading waiting, and letters wait for it in bounded number', async () => {
  const { calls, inner, end } = recorder();
  const transaction = bytesBeside(inner);
  await transaction.checkpoint(1);
  expect(transaction.reject([letter('a')])).toBeUndefined();
  const full = transaction.reject(Array.from({ length: 1000 }, () => letter('b')));
  expect(full).toBeInstanceOf(Promise);
  end();
  await full;
  expect(calls).toHaveLength(2);
});

test('a checkpoint that fails is told by the next call that needs it; suspending and abandoning wait and go on', async () => {
  const failing = recorder();
  const transaction = bytesBeside(failing.inner);
  await transaction.checkpoint(1);
  failing.end(new Error('full'));
  await expect(transaction.append(partition, Buffer.from('a'), 1)).rejects.toThrow('full');
  for (const end of ['suspend', 'abandon'] as const) {
    const { calls, inner, ...checkpoint } = recorder();
    const ended = bytesBeside(inner);
    await ended.checkpoint(1);
    await ended.reject([letter('a')]);
    const ending = ended[end]();
    expect(calls).toEqual(['checkpoint 1']);
    checkpoint.end(new Error('full'));
    await ending;
    expect(calls).toEqual(['checkpoint 1', end]);
  }
});
