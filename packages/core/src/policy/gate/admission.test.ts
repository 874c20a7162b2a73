import { expect, test } from 'vitest';
import type { PolicyOverride } from '../../contracts/policy.ts';
import { mergePolicy } from '../merge-policy.ts';
import { Admission } from './admission.ts';
import { Gate } from './gate.ts';
import type { Permit } from './gate-view.ts';
import { createAdmissionWindow } from './rate-windows.ts';
import { ScopeNode, type Waiter } from './scope-node.ts';

/** A clock that is moved by hand, and what is due on it. */
function manualTime() {
  let now = 0;
  const timers = new Set<{ readonly due: number; readonly callback: () => void }>();
  return {
    timers,
    now: () => now,
    at(due: number, callback: () => void): Disposable {
      const timer = { due, callback };
      timers.add(timer);
      return { [Symbol.dispose]: () => timers.delete(timer) };
    },
    pass(to: number) {
      for (;;) {
        const [next] = [...timers].filter(({ due }) => due <= to).sort((a, b) => a.due - b.due);
        if (next === undefined) break;
        now = Math.max(now, next.due);
        timers.delete(next);
        next.callback();
      }
      now = to;
    },
  };
}

function stage(policy: PolicyOverride = {}, perMs?: number) {
  const time = manualTime();
  const admission = new Admission(time);
  const told: string[] = [];
  const permits = new Map<string, readonly Permit[]>();
  const node = (scope: string, windowMs?: number) =>
    new ScopeNode(
      scope,
      new Gate({
        scope,
        policy: mergePolicy({ concurrency: { max: 1 }, retryAfter: { spread: { ratio: 0 } } }, policy),
        draw: () => 0,
        statistics: () => ({ success: () => {}, failure: () => false }),
        events: { change: () => {}, lease: () => {} },
      }),
      windowMs === undefined
        ? []
        : [createAdmissionWindow({ id: 'w', kind: 'sliding', limit: 1, perMs: windowMs, source: 'test' })],
    );
  const root = node('root', perMs);
  const [left, right] = [node('left'), node('right')];
  root.children.push(left, right);
  const waiter = (ticket: number, path: readonly ScopeNode[], more: Partial<Waiter> = {}): Waiter => ({
    ...{ ticket, owner: `w${ticket}`, path, latestStart: 100_000, maxWaitMs: 100_000, impatient: false },
    start: (given, queued) => {
      permits.set(`w${ticket}`, given);
      told.push(`${time.now()} start ${ticket}${queued ? ' queued' : ''}`);
    },
    held: (at, hold) => told.push(`${time.now()} held ${ticket} ${at.scope} ${hold.cause}`),
    refused: (at, hold, reason) => told.push(`${time.now()} refused ${ticket} ${at.scope} ${hold.cause} ${reason}`),
    ...more,
  });
  /** Ends a send: its places at every node are free again. */
  const finish = (ticket: number, path: readonly ScopeNode[]) => {
    path.forEach((at, i) => {
      at.gate.release(permits.get(`w${ticket}`)![i]!);
    });
    admission.touch(path);
    admission.flush();
  };
  return { time, admission, told, permits, root, left, right, waiter, finish };
}

test('whoever may pass starts at once with a permit of every node, the others wait in the order of their tickets', () => {
  const { admission, told, permits, root, left, right, waiter, finish } = stage();
  admission.submit(waiter(1, [root, left]));
  admission.submit(waiter(3, [root, right]));
  admission.submit(waiter(2, [root, left]));
  expect([permits.get('w1')?.length, admission.waiting, root.waiting]).toEqual([2, 2, 2]);
  finish(1, [root, left]);
  finish(2, [root, left]);
  finish(3, [root, right]);
  expect(told).toEqual([
    '0 start 1',
    '0 held 3 root slots',
    '0 held 2 root slots',
    '0 start 2 queued',
    '0 start 3 queued',
  ]);
  expect([admission.waiting, root.waiting]).toEqual([0, 0]);
});

test('nobody overtakes an older ticket that waits at the same node, and a throttled one returns to the head', () => {
  const { admission, told, root, waiter, finish } = stage({ concurrency: { max: 2 } });
  const held = root.gate.take(0, 'other');
  root.gate.take(0, 'another');
  admission.submit(waiter(5, [root]));
  root.gate.release(held);
  admission.submit(waiter(7, [root]));
  admission.submit(waiter(4, [root]));
  finish(5, [root]);
  finish(4, [root]);
  expect(told).toEqual([
    '0 held 5 root slots',
    '0 held 7 root queue',
    '0 start 5 queued',
    '0 held 4 root slots',
    '0 start 4 queued',
    '0 start 7 queued',
  ]);
});

test('a waiter whose obstacle moves down the tree waits there, and is told of by the node that refuses', () => {
  const { admission, told, root, left, waiter, finish } = stage({ concurrency: { max: 1 } });
  admission.submit(waiter(1, [root]));
  admission.submit(waiter(2, [root, left]));
  const other = left.gate.take(0, 'other');
  finish(1, [root]);
  expect([root.waiting, left.waiting, admission.waiting]).toEqual([0, 1, 1]);
  left.gate.release(other);
  admission.touch([left]);
  admission.flush();
  expect(told).toEqual(['0 start 1', '0 held 2 root slots', '0 start 2 queued']);
  expect(left.waiting).toBe(0);
});

test('a node wakes its waiters when its window has room, with one timer', () => {
  const { time, admission, told, root, waiter, finish } = stage({}, 1000);
  admission.submit(waiter(1, [root]));
  finish(1, [root]);
  admission.submit(waiter(2, [root]));
  admission.submit(waiter(3, [root]));
  expect([...time.timers].map(({ due }) => due).sort((a, b) => a - b)).toEqual([1000, 100_000, 100_000]);
  time.pass(1500);
  finish(2, [root]);
  time.pass(5000);
  expect(told).toEqual([
    '0 start 1',
    '0 held 2 root window',
    '0 held 3 root window',
    '1000 start 2 queued',
    '2000 start 3 queued',
  ]);
  expect(time.timers.size).toBe(0);
});

test('a window longer than a waiter may wait, or than it is worth waiting, refuses it at once', () => {
  const { admission, told, root, waiter } = stage();
  root.gate.throttleUntil(0, 1000, 0);
  admission.submit(waiter(1, [root], { maxWaitMs: 999 }));
  admission.submit(waiter(2, [root], { latestStart: 999 }));
  admission.submit(waiter(3, [root], { maxWaitMs: 1000, latestStart: 1000 }));
  expect(told).toEqual(['0 refused 1 root hint max-wait', '0 refused 2 root hint deadline', '0 held 3 root hint']);
  expect(admission.waiting).toBe(1);
});

test('an impatient waiter is told instead of made to wait', () => {
  const { time, admission, told, root, waiter } = stage();
  root.gate.throttleUntil(0, 1000, 0);
  admission.submit(waiter(1, [root], { impatient: true }));
  expect([told, admission.waiting, root.waiting, time.timers.size]).toEqual([
    ['0 refused 1 root hint rejected'],
    0,
    0,
    0,
  ]);
});

test('a window that grows refuses those it makes hopeless, and only those', () => {
  const { admission, told, root, left, waiter } = stage();
  root.gate.throttleUntil(0, 1000, 0);
  admission.submit(waiter(1, [root, left]));
  admission.submit(waiter(2, [root, left], { maxWaitMs: 3000 }));
  admission.submit(waiter(3, [root, left], { latestStart: 4000 }));
  root.gate.throttleUntil(0, 5000, 0);
  admission.touchBelow(root);
  admission.flush();
  expect(told.slice(3)).toEqual(['0 refused 2 root hint max-wait', '0 refused 3 root hint deadline']);
  expect([admission.waiting, root.waiting]).toEqual([1, 1]);
});

test('the head that a longer window makes hopeless leaves, and the next is looked at', () => {
  const { time, admission, told, root, waiter } = stage();
  root.gate.throttleUntil(0, 1000, 0);
  admission.submit(waiter(1, [root], { maxWaitMs: 3000 }));
  admission.submit(waiter(2, [root]));
  root.gate.throttleUntil(0, 5000, 0);
  admission.touch([root]);
  admission.flush();
  time.pass(5000);
  expect(told.slice(2)).toEqual(['0 refused 1 root hint max-wait', '5000 start 2 queued']);
});

test('a window closed above is measured against those who wait below', () => {
  const { admission, told, root, left, waiter } = stage();
  const other = left.gate.take(0, 'other');
  admission.submit(waiter(1, [root, left], { maxWaitMs: 500 }));
  admission.submit(waiter(2, [root, left]));
  root.gate.throttleUntil(0, 1000, 0);
  admission.touchBelow(root);
  admission.flush();
  expect(told).toEqual(['0 held 1 left slots', '0 held 2 left slots', '0 refused 1 root hint max-wait']);
  expect([root.waiting, left.waiting, admission.waiting]).toEqual([1, 0, 1]);
  left.gate.release(other);
});

test('the last instant worth a start refuses with what holds then', () => {
  const { time, admission, told, root, left, waiter } = stage();
  const other = left.gate.take(0, 'other');
  admission.submit(waiter(1, [root, left], { latestStart: 700 }));
  time.pass(699);
  expect(admission.waiting).toBe(1);
  time.pass(700);
  expect(told).toEqual(['0 held 1 left slots', '700 refused 1 left slots deadline']);
  expect([admission.waiting, left.waiting, time.timers.size]).toEqual([0, 0, 0]);
  left.gate.release(other);
});

test('a cancelled waiter leaves its place and its timer, and the next is looked at', () => {
  const { time, admission, told, root, waiter } = stage();
  const other = root.gate.take(0, 'other');
  const first = waiter(1, [root]);
  admission.submit(first);
  admission.submit(waiter(2, [root]));
  root.gate.release(other);
  admission.cancel(first);
  admission.cancel(first);
  expect(told).toEqual(['0 held 1 root slots', '0 held 2 root slots', '0 start 2 queued']);
  expect([admission.waiting, root.waiting, time.timers.size]).toEqual([0, 0, 0]);
});

test('a start that submits again is served in the same turn, after it', () => {
  const { admission, told, root, waiter } = stage({ concurrency: { max: 2 } });
  admission.submit(
    waiter(1, [root], {
      start: () => {
        told.push('start 1');
        admission.submit(waiter(2, [root]));
      },
    }),
  );
  expect(told).toEqual(['start 1', '0 start 2']);
});

test('closing takes the timers of the nodes away', () => {
  const { time, admission, root, waiter } = stage();
  root.gate.throttleUntil(0, 1000, 0);
  admission.submit(waiter(1, [root]));
  expect(time.timers.size).toBe(2);
  admission.close([root]);
  expect([...time.timers].map(({ due }) => due)).toEqual([100_000]);
  expect([root.timer, root.timerDue]).toEqual([undefined, undefined]);
});
