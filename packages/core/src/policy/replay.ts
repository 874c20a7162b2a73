import type { AttemptContext, Decision, PolicyConfig, PolicyProfile } from '../contracts/policy.ts';
import { createRefusal } from '../contracts/refusal.ts';
import { UpstreamError } from '../errors/leaves.ts';
import { createRng } from '../random/rng.ts';
import { VirtualClock } from '../time/virtual-clock.ts';
import type { RecordedAnswer } from './attempt.ts';
import { encodeDecision, inputKinds } from './decision-log.ts';
import { createPolicyEngine, type GatedPolicyEngine } from './engine.ts';
import { MemoryGateStore } from './memory-gate-store.ts';
import { flag, number, readFields, text } from './record-fields.ts';
import { readGateState } from './stored-state.ts';

export type ReplayResult =
  | { readonly identical: true; readonly records: number }
  | {
      readonly identical: false;
      readonly seq: number;
      readonly expected: string | undefined;
      readonly actual: string | undefined;
    };

interface Send {
  readonly context: AttemptContext;
  readonly end: PromiseWithResolvers<string>;
  lastAnswer: RecordedAnswer | undefined;
}

/** Feeds the inputs of a log to a fresh engine and compares what it decides, byte for byte. */
export async function replay(log: readonly Decision[]): Promise<ReplayResult> {
  const produced: Decision[] = [];
  const player = new Player(log, (record) => produced.push(record));
  for (const record of log) {
    if (inputKinds.has(record.k) && record.k !== 'header') await player.feed(record);
  }
  const made = produced.length;
  await player.stop();
  for (let index = 0; index < Math.max(log.length, made); index += 1) {
    const expected = log[index] && encodeDecision(log[index]!);
    const actual = index < made && produced[index] ? encodeDecision(produced[index]!) : undefined;
    if (expected !== actual) return { identical: false, seq: index, expected, actual };
  }
  return { identical: true, records: log.length };
}

/** Plays the outside world: callers, the DSP, timers. */
class Player {
  readonly #clock: VirtualClock;
  readonly #engine: GatedPolicyEngine;
  readonly #store = new MemoryGateStore();
  readonly #sends = new Map<string, Send>();
  readonly #stops = new Map<string, AbortController>();
  readonly #turns = new Map<string, () => void>();
  readonly #handles = new Map<string, Disposable>();
  readonly #running: Promise<void>[] = [];

  constructor(log: readonly Decision[], sink: (record: Decision) => void) {
    const header = readFields(log[0]);
    this.#clock = new VirtualClock({ wallMs: number(header, 'wallStart') });
    const policies = new Map<string, PolicyConfig>();
    const profiles = new Map<string, PolicyProfile>();
    for (const record of log) {
      if (record.k !== 'dsp') continue;
      const fields = readFields(record);
      policies.set(text(fields, 'dsp'), JSON.parse(text(fields, 'policy')));
      if (fields.has('profile')) profiles.set(text(fields, 'dsp'), JSON.parse(text(fields, 'profile')));
    }
    this.#engine = createPolicyEngine({
      config: policies,
      profiles,
      clock: this.#clock,
      rng: createRng(text(header, 'seed')),
      run: text(header, 'run'),
      store: this.#store,
      sink,
      turnstile: (callId) => new Promise((resolve) => this.#turns.set(callId, resolve)),
    });
  }

  async feed(record: Decision): Promise<void> {
    const fields = readFields(record);
    const at = number(fields, 't');
    this.#clock.jumpTo(at);
    if (fields.has('wall')) this.#clock.stepWall(number(fields, 'wall') - this.#clock.wall());
    this.#apply(record.k, fields, at);
    await this.#clock.settle();
  }

  /** Ends what the log left unfinished, so that nothing stays behind. */
  async stop(): Promise<void> {
    for (const stop of this.#stops.values()) stop.abort();
    for (const turn of this.#turns.values()) turn();
    for (const send of this.#sends.values()) send.end.resolve('');
    await Promise.all(this.#running);
    await this.#engine.close();
  }

  #apply(k: string, fields: ReturnType<typeof readFields>, at: number): void {
    const call = fields.has('call') ? text(fields, 'call') : '';
    const send = this.#sends.get(`${call} ${fields.get('att')}`);
    if (k === 'call') this.#call(call, fields);
    else if (k === 'wake') this.#clock.step(at);
    else if (k === 'enter') this.#turns.get(call)?.();
    else if (k === 'cancel') this.#stops.get(call)?.abort();
    else if (k === 'progress') send?.context.progress(number(fields, 'bytes'));
    else if (k === 'evidence') this.#observe(send, fields);
    else if (k === 'end') this.#end(send, fields);
    else if (k === 'remote') this.#takeOver(fields);
    else if (k === 'operator') this.#operate(fields);
  }

  #call(callId: string, fields: ReturnType<typeof readFields>): void {
    const stop = new AbortController();
    this.#stops.set(callId, stop);
    if (flag(fields, 'aborted')) stop.abort();
    const path = fields.get('path');
    const operation = {
      ...{ dsp: text(fields, 'dsp'), op: text(fields, 'op'), opKey: text(fields, 'opKey') },
      ...{ method: text(fields, 'method'), idempotent: flag(fields, 'idempotent') },
      scope: Array.isArray(path) ? path.map(String) : [],
      ...(fields.has('sync') ? { sync: text(fields, 'sync') } : {}),
    };
    const fn = (context: AttemptContext): Promise<string> => {
      const end = Promise.withResolvers<string>();
      this.#sends.set(`${callId} ${context.attempt}`, { context, end, lastAnswer: undefined });
      return end.promise;
    };
    const ended = () => {};
    this.#running.push(this.#engine.run(operation, fn, { signal: stop.signal }).then(ended, ended));
  }

  #observe(send: Send | undefined, fields: ReturnType<typeof readFields>): void {
    if (send === undefined) return;
    const headers = Object.fromEntries(
      [...readFields(fields.get('headers'))].map(([name, value]) => [name, String(value)]),
    );
    const answer: RecordedAnswer = {
      status: number(fields, 'status'),
      headers,
      receivedAt: number(fields, 'receivedAt'),
      facts: fields.has('body') ? JSON.parse(text(fields, 'body')) : {},
    };
    send.lastAnswer = answer;
    send.context.observe(answer);
  }

  #end(send: Send | undefined, fields: ReturnType<typeof readFields>): void {
    if (send === undefined) return;
    const received = 'bytes' in send.context && typeof send.context.bytes === 'number' ? send.context.bytes : 0;
    const missing = number(fields, 'bytes') - received;
    if (missing > 0) send.context.progress(missing);
    if (text(fields, 'how') === 'value') send.end.resolve('');
    else send.end.reject(recordedError(send.lastAnswer, fields));
  }

  #takeOver(fields: ReturnType<typeof readFields>): void {
    if (!fields.has('gate')) {
      const [retries, throttles, retryAt] = ['retries', 'throttles', 'retryAt'].map((name) => number(fields, name));
      this.#store.takeOver(text(fields, 'call'), {
        retries: retries ?? 0,
        throttles: throttles ?? 0,
        retryAt: retryAt ?? 0,
      });
      return;
    }
    void this.#store.import(readGateState(JSON.parse(text(fields, 'gate'))));
  }

  #operate(fields: ReturnType<typeof readFields>): void {
    const key = `${text(fields, 'node')} ${text(fields, 'handle')}`;
    if (text(fields, 'action') === 'release') this.#handles.get(key)?.[Symbol.dispose]();
    else this.#handles.set(key, this.#engine.isolate(text(fields, 'node'), text(fields, 'handle')));
  }
}

/** The error an attempt ended with, as far as the engine looked at it. */
function recordedError(answer: RecordedAnswer | undefined, fields: ReturnType<typeof readFields>): Error {
  if (text(fields, 'how') === 'refused') {
    const verdict = fields.has('verdict') ? text(fields, 'verdict') : 'give-up';
    const refused = answer ?? {
      status: fields.has('status') ? number(fields, 'status') : 0,
      headers: {},
      receivedAt: 0,
    };
    const kinds = ['throttle', 'retry', 'defer', 'auth-refresh', 'reissue', 'give-up'] as const;
    const kind = kinds.find((name) => name === verdict) ?? 'give-up';
    const [reason, rule] = [fields.get('reason'), fields.get('rule')].map((field) => String(field ?? ''));
    return createRefusal(refused, { verdict: kind, reason: reason ?? '', rule: rule ?? '' });
  }
  const code = fields.has('errorCode') ? text(fields, 'errorCode') : '';
  if (fields.get('errorKind') !== 'ledgerline')
    return Object.assign(new Error('recorded'), code === '' ? {} : { code });
  const disposition = (['retry', 'defer', 'abort', 'reject'] as const).find(
    (name) => name === fields.get('disposition'),
  );
  return new UpstreamError('recorded', { code, ...(disposition === undefined ? {} : { disposition }) });
}
