import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Availability, RateLimitError } from '@ledgerline/core';
import { VirtualClock, type WatchEvent } from '@ledgerline/core/runtime';
import { afterEach, expect, test } from 'vitest';
import { type BooksOptions, BooksWorld, paper, row } from './books-world.ts';
import { commandFile, runBeside } from './run-command.ts';

const worlds: BooksWorld[] = [];
afterEach(() => {
  for (const world of worlds.splice(0)) world.close();
});

const start = Date.parse('2026-04-20T12:00:00Z');
const hourMs = 3_600_000;
/** Due on the 25th of the next month. */
const available: Availability = {
  text: 'on day 25',
  periodOf: (date) => date.slice(0, 7),
  periods: (from, to) => ['2026-03', '2026-04'].filter((month) => month >= from.slice(0, 7) && month <= to.slice(0, 7)),
  dueMs: (period) => Date.UTC(Number(period.slice(0, 4)), Number(period.slice(5, 7)), 25),
};

/** A watcher in virtual time. */
class Watching {
  readonly world: BooksWorld;
  readonly clock = new VirtualClock({ wallMs: start });
  readonly events: WatchEvent[] = [];
  controller = new AbortController();
  #watching: Promise<void> = Promise.resolve();

  constructor(options: BooksOptions = {}) {
    this.world = new BooksWorld({ available, clock: this.clock, ...options });
    worlds.push(this.world);
  }

  begin(request: { readonly standby?: boolean } = {}): Promise<void> {
    this.controller = new AbortController();
    const { signal } = this.controller;
    const onWatch = (event: WatchEvent) => this.events.push(event);
    this.#watching = this.world.with((ledgerline) => ledgerline.watch({ ...request, signal, onWatch }));
    this.#watching.catch(() => undefined);
    return this.#watching;
  }

  /** Lets files be read and time pass, until the watcher waits for an instant after the given one. */
  async until(ms: number): Promise<void> {
    for (let tries = 0; tries < 2000 && !this.#waitsBeyond(ms); tries += 1) {
      await pause(1);
      if (this.clock.pending > 0 && this.events.at(-1)?.type !== 'running') await this.clock.advance(600_000);
    }
    expect(this.#waitsBeyond(ms)).toBe(true);
  }

  #waitsBeyond(ms: number): boolean {
    const last = this.events.at(-1);
    return last?.type === 'waiting' && (last.wakes[0]?.atMs ?? 0) > ms;
  }

  async end(): Promise<void> {
    this.controller.abort();
    await this.#watching;
  }

  /** Why and when it ran, in hours after the start. */
  runs(): string[] {
    return this.events.flatMap((event) =>
      event.type === 'running' ? event.wakes.map(({ reason, atMs }) => `${reason} ${(atMs - start) / hourMs}`) : [],
    );
  }
}

test('by the feed’s rule it runs when a report is due, and every so often', async () => {
  const watching = new Watching({ pipeline: { schedule: { everyHours: 72, jitterMinutes: 0 }, since: '2026-03' } });
  watching.begin();
  await watching.until(start + 110 * hourMs);
  await watching.end();
  expect(watching.runs()).toEqual(['first 0', 'regular 72', 'due 108']);
});

test('by a cron expression it runs when that comes round, and what was missed while nobody watched is made up for once', async () => {
  const schedule = { cron: '0 6 * * *', zone: 'Europe/Berlin', jitterMinutes: 0 };
  const watching = new Watching({ pipeline: { schedule, since: '2026-03' } });
  watching.begin();
  await watching.until(start + 17 * hourMs);
  await watching.end();
  expect(watching.runs()).toEqual(['first 0', 'schedule 16']);
  watching.clock.jumpTo(100 * hourMs);
  watching.begin();
  await watching.until(start + 100 * hourMs);
  await watching.end();
  expect(watching.runs().slice(2)).toEqual(['schedule 40']);
});

test('it wakes for the instant that a DSP asked for, also after a restart', async () => {
  const schedule = { cron: '0 6 1 * *', jitterMinutes: 0 };
  const watching = new Watching({ pipeline: { schedule, since: '2026-03' } });
  const { world } = watching;
  world.papers = [paper('2026-03', [row({})])];
  world.readingFails = new RateLimitError('defer', 'not now', { details: { retryAt: start + 5 * hourMs } });
  watching.begin();
  await watching.until(start + 4 * hourMs);
  await watching.end();
  world.readingFails = undefined;
  watching.begin();
  await watching.until(start + 6 * hourMs);
  await watching.end();
  expect(watching.runs()).toEqual(['first 0', 'retry 5']);
  expect(await world.manifests()).toHaveLength(1);
});

test('two watchers do not double work: the second says who watches, or stands by and takes over', async () => {
  const first = new Watching({ pipeline: { schedule: { jitterMinutes: 0 }, since: '2026-03' } });
  first.begin();
  await first.until(start);
  const events: WatchEvent[] = [];
  const controller = new AbortController();
  const second = (standby: boolean) =>
    first.world.with((ledgerline) =>
      ledgerline.watch({ standby, signal: controller.signal, onWatch: (event) => events.push(event) }),
    );
  await expect(second(false)).rejects.toMatchObject({
    code: 'WATCH_BUSY',
    message: expect.stringContaining(`process ${process.pid} on `),
  });
  const waiting = second(true);
  while (events.length === 0) await pause(1);
  expect(events).toMatchObject([{ type: 'standby', pipeline: 'books' }]);
  await first.end();
  while (events.at(-1)?.type !== 'waiting') {
    await first.clock.advance(1000);
    await pause(1);
  }
  controller.abort();
  await waiting;
  // What the first one did needs no doing again.
  expect(events.map(({ type }) => type)).toEqual(['standby', 'waiting']);
});

test('a lake that cannot be used is tried again later and later', async () => {
  const watching = new Watching({ pipeline: { schedule: { jitterMinutes: 0 }, since: '2026-03' } });
  writeFileSync(join(watching.world.folder, 'lake'), 'in the way');
  watching.begin();
  const failures = () => watching.events.flatMap((event) => (event.type === 'failed' ? [event] : []));
  while (failures().length < 3) {
    await watching.clock.advance(60_000);
    await pause(1);
  }
  const again = failures().map(({ againMs }) => againMs);
  await watching.end();
  expect(failures()[0]?.error.code).toMatch(/^SINK_/);
  expect(again[2]! - again[1]!).toBeGreaterThan(again[1]! - again[0]!);
});

test('the command stops cleanly on SIGTERM, lets go of its lock when killed, and another one goes on', {
  timeout: 60_000,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ledgerline-watch-'));
  try {
    mkdirSync(join(folder, 'files'));
    const yaml = `sinks: { lake: { use: filesystem, path: ./lake } }
pipelines:
  sales:
    connector: spotify
    feeds: [sales]
    accounts: [my-label]
    config: { sales: { drop: { kind: directory, path: ./files } } }
    since: 2026-01
`;
    writeFileSync(join(folder, 'ledgerline.yaml'), yaml);
    const begin = () => {
      const child = spawn(process.execPath, [commandFile, 'watch', '--json'], { cwd: folder });
      const told = { text: '' };
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        told.text += text;
      });
      const ended = new Promise((done) => child.once('close', (code, by) => done(by ?? code)));
      return { child, told, ended };
    };
    const waits = async ({ told, child }: ReturnType<typeof begin>) => {
      while (!told.text.includes('"type":"waiting"') && child.exitCode === null) await pause(5);
    };
    const killed = begin();
    await waits(killed);
    const busy = await runBeside({ folder }, 'watch', '--json');
    expect([busy.code, JSON.parse(busy.output).error.code]).toEqual([5, 'WATCH_BUSY']);
    killed.child.kill('SIGKILL');
    expect(await killed.ended).toBe('SIGKILL');
    const next = begin();
    await waits(next);
    // It ran to its end before it was killed, so nothing is run again.
    expect(next.told.text).not.toContain('"type":"running"');
    next.child.kill('SIGTERM');
    expect(await next.ended).toBe(0);
    expect(existsSync(join(folder, '.ledgerline', 'watch', 'sales.sqlite'))).toBe(true);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
