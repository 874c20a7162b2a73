import { describe, expect, test } from 'vitest';
import { createRng } from '../../random/rng.ts';
import { mergePolicy } from '../merge-policy.ts';
import { Gate } from './gate.ts';
import type { Lease, Permit } from './gate-view.ts';
import { LearnedQuota } from './learned-quota.ts';
import { LeaseBook } from './lease-book.ts';
import { createAdmissionWindow } from './rate-windows.ts';
import { Reservation } from './reservation.ts';
import { ScopeNode, type Waiter } from './scope-node.ts';

const rng = createRng(1);

describe('a reservation', () => {
  test('counts what others in flight may already have taken, and is nothing before the first answer', () => {
    const reservation = new Reservation();
    expect([reservation.active, reservation.left]).toEqual([false, undefined]);
    reservation.take();
    reservation.idle();
    reservation.expire(99);
    expect(reservation.left).toBeUndefined();
    reservation.observe(5, 1000, 2);
    expect([reservation.active, reservation.left, reservation.end]).toEqual([true, 3, 1000]);
    const spent = new Reservation();
    spent.observe(1, 1000, 4);
    expect(spent.left).toBe(0);
    spent.take();
    expect(spent.left).toBe(0);
  });

  test('shrinks within a window, and follows an end that wobbles by a second', () => {
    const reservation = new Reservation();
    reservation.observe(5, 1000, 0);
    reservation.take();
    expect(reservation.left).toBe(4);
    reservation.observe(7, 2001, 0);
    expect([reservation.left, reservation.end]).toEqual([4, 2001]);
    reservation.observe(3, 900, 0);
    expect([reservation.left, reservation.end]).toEqual([3, 2001]);
    reservation.observe(9, 2002, 1);
    expect([reservation.left, reservation.end]).toEqual([8, 2002]);
  });

  test('takes the smallest count as exact once nothing is in flight', () => {
    const reservation = new Reservation();
    reservation.observe(5, 1000, 3);
    reservation.observe(4, 1000, 0);
    reservation.observe(6, 1000, 0);
    expect(reservation.left).toBe(2);
    reservation.idle();
    expect(reservation.left).toBe(4);
  });

  test('is forgotten at its end and not before', () => {
    const reservation = new Reservation();
    reservation.observe(5, 1000, 0);
    reservation.expire(999);
    expect(reservation.left).toBe(5);
    reservation.expire(1000);
    expect(reservation.active).toBe(false);
  });
});

describe('a learned quota', () => {
  /** One window from 0 in which `ok` sends succeeded before a throttle that reopens at 1000. */
  function taught(ok: number): LearnedQuota {
    const learned = new LearnedQuota();
    for (let n = 0; n < ok; n += 1) {
      learned.take();
      learned.success(learned.epoch);
    }
    learned.throttled(1000);
    learned.begin(1000);
    return learned;
  }

  test('is what succeeded between two throttles', () => {
    const learned = taught(2);
    expect([learned.quota, learned.epoch, learned.windowEnd]).toEqual([2, 1, 2000]);
    learned.take();
    expect(learned.hasRoom(1)).toBe(true);
    learned.take();
    expect([learned.hasRoom(1), learned.hasRoom(0)]).toEqual([false, true]);
  });

  test('is not learned without a throttle, or when nothing succeeded', () => {
    expect(taught(0).quota).toBeUndefined();
    const calm = new LearnedQuota();
    calm.take();
    calm.success(calm.epoch);
    calm.begin(10);
    expect([calm.quota, calm.windowEnd, calm.hasRoom(9)]).toEqual([undefined, undefined, true]);
  });

  test('a success counts for the window its send belongs to', () => {
    const learned = taught(2);
    learned.success(learned.epoch - 1);
    learned.success(learned.epoch);
    learned.throttled(2000);
    learned.begin(2000);
    expect(learned.quota).toBe(1);
  });

  test('a throttle at the very start still leaves a window of a millisecond', () => {
    const learned = new LearnedQuota();
    learned.throttled(0);
    expect(learned.windowEnd).toBe(1);
  });

  test('quiet windows widen it by a quarter, and the third forgets it', () => {
    const learned = taught(5);
    learned.roll(1999);
    expect([learned.quota, learned.epoch]).toEqual([5, 1]);
    learned.roll(2000);
    expect([learned.quota, learned.epoch, learned.windowEnd]).toEqual([7, 2, 3000]);
    learned.roll(3000);
    expect(learned.quota).toBe(9);
    learned.roll(4000);
    expect([learned.quota, learned.windowEnd]).toEqual([undefined, undefined]);
    learned.roll(9000);
    expect(learned.epoch).toBe(4);
  });

  test('a throttle starts the count of quiet windows anew', () => {
    const learned = taught(5);
    learned.roll(2000);
    learned.roll(3000);
    learned.success(learned.epoch);
    learned.throttled(3500);
    learned.begin(3500);
    learned.roll(4000);
    learned.roll(4500);
    expect([learned.quota, learned.windowEnd]).toEqual([3, 5000]);
  });

  test('what was known before is taken over', () => {
    const learned = new LearnedQuota();
    learned.restore(1);
    learned.take();
    expect([learned.quota, learned.hasRoom(1)]).toEqual([1, false]);
  });
});

describe('leases', () => {
  function book(probes = 2) {
    const events: [string, Lease][] = [];
    const { breaker } = mergePolicy({ breaker: { probes, leaseMs: 1000, leaseMaxMs: 2500 } });
    const leases = new LeaseBook('dsp', breaker, {
      change: () => {},
      lease: (action, lease) => events.push([action, lease]),
    });
    const permit = (): Permit => ({ generation: 3, epoch: 0, lease: undefined, counted: true });
    return { leases, permit, events };
  }

  test('as many as probes, each in the first free slot and for its time', () => {
    const { leases, permit, events } = book();
    const [a, b, c] = [permit(), permit(), permit()];
    expect([leases.size, leases.hasRoom(), leases.nextExpiry()]).toEqual([0, true, undefined]);
    leases.grant(a, 10, 'x');
    leases.grant(b, 5, 'y');
    expect([leases.size, leases.hasRoom(), leases.nextExpiry()]).toEqual([2, false, 1005]);
    expect(a.lease).toEqual({
      ...{ scope: 'dsp', generation: 3, slot: 0, owner: 'x' },
      ...{ grantedAt: 10, expiresAt: 1010 },
    });
    expect(leases.giveBack(a)).toBe(true);
    expect(leases.giveBack(a)).toBe(false);
    leases.grant(c, 20, 'z');
    expect([c.lease?.slot, b.lease?.slot]).toEqual([0, 1]);
    expect(leases.giveBack(a)).toBe(false);
    expect(leases.giveBack(permit())).toBe(false);
    expect(events.map(([action, lease]) => `${action} ${lease.owner}`)).toEqual([
      'grant x',
      'grant y',
      'return x',
      'grant z',
    ]);
  });

  test('progress lengthens a lease up to its ceiling, never shortens it, and revives none', () => {
    const { leases, permit } = book();
    const probe = permit();
    leases.grant(probe, 0, 'x');
    expect(leases.renew(probe, 700)).toBe(true);
    expect(probe.lease?.expiresAt).toBe(1700);
    leases.renew(probe, 100);
    expect(probe.lease?.expiresAt).toBe(1700);
    leases.renew(probe, 1699);
    expect(probe.lease?.expiresAt).toBe(2500);
    leases.giveBack(probe);
    expect([leases.renew(probe, 1699), leases.renew(permit(), 0)]).toEqual([false, false]);
  });

  test('an expired lease is taken together with its place, one at a time', () => {
    const { leases, permit, events } = book();
    const [a, b] = [permit(), permit()];
    leases.grant(a, 0, 'x');
    leases.grant(b, 5, 'y');
    expect(leases.expire(999)).toBeUndefined();
    expect(leases.expire(1000)).toBe(1000);
    expect([a.counted, b.counted, leases.size]).toEqual([false, true, 1]);
    expect(leases.expire(1004)).toBeUndefined();
    leases.voidAll();
    expect(leases.size).toBe(0);
    expect(events.map(([action, lease]) => `${action} ${lease.owner}`).slice(2)).toEqual(['expire x', 'void y']);
  });
});

describe('rate windows', () => {
  test('a sliding window without a guard has exactly its interval, and says when there is room', () => {
    const window = createAdmissionWindow({ id: 'w', kind: 'sliding', limit: 2, perMs: 100, source: 'test' });
    expect(window.id).toBe('w');
    window.take(0);
    expect(window.roomAt(1)).toBe(1);
    window.take(30);
    expect([window.roomAt(40), window.roomAt(100), window.roomAt(101)]).toEqual([100, 100, 101]);
    window.take(100);
    expect(window.roomAt(100)).toBe(130);
  });

  test('a bucket fills to its burst and no further, however long nothing is sent', () => {
    const window = createAdmissionWindow({ id: 'b', kind: 'bucket', ratePerSec: 2, burst: 2, source: 'test' });
    expect(window.id).toBe('b');
    window.take(0);
    window.take(0);
    expect([window.roomAt(0), window.roomAt(200)]).toEqual([500, 500]);
    expect(window.roomAt(500)).toBe(500);
    window.take(1_000_000);
    window.take(1_000_000);
    expect(window.roomAt(1_000_000)).toBe(1_000_500);
  });
});

describe('a scope node', () => {
  const statistics = () => ({ success: () => {}, failure: () => false });
  function node(windows: ScopeNode['windows'] = []) {
    const gate = new Gate({
      scope: 'dsp',
      policy: mergePolicy({ concurrency: { max: 8 }, breaker: { ramp: { start: 8 } } }),
      draw: (purpose, attempt) => rng.uniform({ scope: 'dsp', callId: 'gate', attempt, purpose }),
      statistics,
      events: { change: () => {}, lease: () => {} },
    });
    return new ScopeNode('dsp', gate, windows);
  }
  const waiter = (ticket: number): Waiter => ({
    ...{ ticket, owner: String(ticket), path: [], latestStart: 0, maxWaitMs: 0, impatient: false },
    ...{ start: () => {}, held: () => {}, refused: () => {} },
  });

  test('queues by ticket, whatever the order of arrival', () => {
    const at = node();
    expect([at.head, at.waiting]).toEqual([undefined, 0]);
    const waiters = [3, 1, 5, 2, 4].map(waiter);
    for (const one of waiters) at.enqueue(one);
    expect(at.waiters().map(({ ticket }) => ticket)).toEqual([1, 2, 3, 4, 5]);
    expect([at.head?.ticket, at.waiting]).toEqual([1, 5]);
    expect(at.remove(waiters[0]!)).toBe(true);
    expect(at.remove(waiters[0]!)).toBe(false);
    expect(at.remove(waiter(2))).toBe(false);
    expect(at.waiters().map(({ ticket }) => ticket)).toEqual([1, 2, 4, 5]);
  });

  test('is held by the latest of its windows, and takes from all of them', () => {
    const limits = [100, 300, 200].map((perMs) =>
      createAdmissionWindow({ id: String(perMs), kind: 'sliding', limit: 1, perMs, source: 'test' }),
    );
    const at = node(limits);
    expect(at.check(0)).toBeUndefined();
    at.take(0, 'x');
    expect(at.check(50)).toEqual({ cause: 'window', until: 300, wakeAt: 300 });
    expect(at.check(300)).toBeUndefined();
    at.gate.throttleUntil(300, 1000, 300);
    expect(at.check(301)).toMatchObject({ cause: 'hint' });
  });
});
