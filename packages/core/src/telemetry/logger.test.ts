import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LogFields, Logger } from '../contracts/logger.ts';
import { VirtualClock } from '../time/virtual-clock.ts';
import { createLogger, createSilentLogger, type LoggerOptions } from './logger.ts';

function recording(options: Partial<LoggerOptions> = {}): { readonly log: Logger; readonly lines: string[] } {
  const lines: string[] = [];
  const clock = new VirtualClock({ wallMs: Date.UTC(2026, 2, 5, 14, 30, 1, 250) });
  const destination = { write: (line: string) => void lines.push(line) };
  return { log: createLogger({ level: 'debug', redact: [], wallMs: clock.wall, destination, ...options }), lines };
}

test('a line carries level, ISO time from the injected clock, event and facts', () => {
  const { log, lines } = recording();
  log.info('sync.settled', { rows: 12, complete: true, reason: null, absent: undefined });
  expect(lines).toEqual([
    '{"level":"info","time":"2026-03-05T14:30:01.250Z","rows":12,"complete":true,"reason":null,"event":"sync.settled"}\n',
  ]);
});

test('children add their ids to every line', () => {
  const { log, lines } = recording();
  log.child({ run: 'r1' }).child({ sync: 's1' }).warn('http.answer', { status: 429 });
  log.error('run.settled');
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    { level: 'warn', time: expect.any(String), run: 'r1', sync: 's1', status: 429, event: 'http.answer' },
    { level: 'error', time: expect.any(String), event: 'run.settled' },
  ]);
});

test('lines below the level are not written, and a silent logger writes none', () => {
  const { log, lines } = recording({ level: 'warn' });
  log.debug('a');
  log.info('b');
  log.warn('c');
  expect(lines).toHaveLength(1);
  const silent = recording({ level: 'silent' });
  silent.log.error('d');
  expect(silent.lines).toEqual([]);
  const none = createSilentLogger();
  expect(none.child({ run: 'r' }).error('e')).toBeUndefined();
});

test('facts named like a fixed member do not displace it', () => {
  const { log, lines } = recording();
  log.child({ level: 'gold' }).info('real', { event: 'fake', time: 5 });
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    level: 'info',
    level_: 'gold',
    event: 'real',
    event_: 'fake',
    time_: 5,
  });
});

test('a pretty line reads as time, level, event and facts', () => {
  const { log, lines } = recording({ pretty: true });
  log.info('sync.settled', { report: 'spotify/a', note: 'two words', rows: 3 });
  expect(lines).toEqual(['14:30:01.250 INFO  sync.settled report=spotify/a note="two words" rows=3\n']);
});

test('a secret is replaced in any string: event, fact, name of a fact, child, number, encoded forms', () => {
  const secret = 'p4ss/w"rd+ä';
  const { log, lines } = recording({ redact: [secret, '12345678', 'ab', ''] });
  log.child({ [`k-${secret}`]: `x${secret}y` }).info(`event ${secret}`, {
    url: `https://h/?k=${encodeURIComponent(secret)}`,
    basic: Buffer.from(secret).toString('base64'),
    json: JSON.stringify({ secret }),
    number: 12_345_678,
    cab: 'cab',
  });
  const { level: _level, time: _time, ...facts } = JSON.parse(lines[0] ?? '');
  expect(facts).toEqual({
    'k-[redacted]': 'x[redacted]y',
    event: 'event [redacted]',
    url: 'https://h/?k=[redacted]',
    basic: expect.stringMatching(/^\[redacted\]=*$/),
    json: '{"secret":"[redacted]"}',
    number: '[redacted]',
    cab: 'cab',
  });
});

test('no registered secret ever appears in the output, whatever surrounds it', () => {
  const secret = fc.oneof(
    fc.string({ minLength: 8, maxLength: 40 }),
    fc.string({ unit: 'grapheme', minLength: 8, maxLength: 20 }),
    fc.base64String({ minLength: 12, maxLength: 40 }),
  );
  fc.assert(
    fc.property(
      fc.array(secret, { minLength: 1, maxLength: 4 }),
      fc.array(
        fc.tuple(fc.string(), fc.nat(), fc.string(), fc.constantFrom('fact', 'url', 'form', 'event', 'name', 'child')),
        {
          maxLength: 6,
        },
      ),
      fc.boolean(),
      (secrets, uses, pretty) => {
        const { log, lines } = recording({ redact: secrets, pretty });
        for (const [before, which, after, where] of uses) {
          const one = secrets[which % secrets.length] ?? '';
          const form =
            where === 'url' ? encodeURIComponent(one) : where === 'form' ? `${new URLSearchParams({ one })}` : one;
          const text = `${before}${form}${after}`;
          const fields: LogFields =
            where === 'name' ? { [text]: 1 } : ['fact', 'url', 'form'].includes(where) ? { fact: text } : {};
          const target = where === 'child' ? log.child({ id: text }) : log;
          target.info(where === 'event' ? text : 'tested', fields);
        }
        const output = lines.join('');
        const empty = recording({ redact: [], pretty });
        empty.log.child({ id: '' }).info('tested', { fact: '[redacted]' });
        for (const one of secrets) {
          // A secret that is part of what every line consists of cannot be told from it.
          fc.pre(!empty.lines.join('').includes(one));
          for (const form of [
            one,
            encodeURIComponent(one),
            `${new URLSearchParams({ one })}`.slice(4),
            JSON.stringify(one).slice(1, -1),
          ])
            expect(output).not.toContain(form);
        }
      },
    ),
    { numRuns: 500 },
  );
});
