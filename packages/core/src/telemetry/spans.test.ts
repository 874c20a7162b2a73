import { context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { afterEach, expect, test } from 'vitest';
import type { AttemptContext, PolicyEngine } from '../contracts/policy.ts';
import { UpstreamError } from '../errors/leaves.ts';
import { inSpan } from './in-span.ts';
import { tracedEngine } from './traced-engine.ts';

const exporter = new InMemorySpanExporter();

function registerSdk(): void {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }));
}

afterEach(() => {
  trace.disable();
  context.disable();
  exporter.reset();
});

/** Sends twice: the first attempt is refused. */
const engine: PolicyEngine = {
  async run(_, fn, { signal }) {
    const attempt = (number: number): AttemptContext => ({
      ...{ request: 'list/2026-03#0', attempt: number, generation: 0, signal },
      observe: ({ status }) => ({
        verdict: status === 200 ? 'deliver' : 'retry',
        reason: `status-${status}`,
        rule: 'x',
      }),
      progress: () => undefined,
    });
    await fn(attempt(0)).catch(() => undefined);
    return fn(attempt(1));
  },
  flush: async () => undefined,
  close: async () => undefined,
};

const operation = {
  dsp: 'd',
  scope: ['a'],
  op: 'list',
  opKey: 'list/2026-03',
  method: 'GET',
  idempotent: true,
  sync: 's1',
};
const signal = new AbortController().signal;

async function sendTwice(): Promise<string> {
  return tracedEngine(engine).run(
    operation,
    async ({ attempt, observe }) => {
      const status = attempt === 0 ? 503 : 200;
      observe({ status, headers: {}, receivedAt: 0 });
      if (status === 503) throw new UpstreamError('a text with a signed address', { code: 'UPSTREAM_UNAVAILABLE' });
      return 'body';
    },
    { signal },
  );
}

test('a request is a span below its sync, each attempt one below the request, with ids and no texts of errors', async () => {
  registerSdk();
  const value = await inSpan('ledgerline.run', { 'ledgerline.run': 'r1' }, () =>
    inSpan('ledgerline.sync', { 'ledgerline.sync': 's1' }, () => sendTwice()),
  );
  expect(value).toBe('body');
  const spans = exporter.getFinishedSpans();
  const named = (name: string) => spans.filter((span) => span.name === name);
  const parents = spans.map(({ name, parentSpanContext }) => [
    name,
    spans.find((span) => span.spanContext().spanId === parentSpanContext?.spanId)?.name,
  ]);
  expect(parents).toEqual([
    ['ledgerline.attempt', 'ledgerline.request'],
    ['ledgerline.attempt', 'ledgerline.request'],
    ['ledgerline.request', 'ledgerline.sync'],
    ['ledgerline.sync', 'ledgerline.run'],
    ['ledgerline.run', undefined],
  ]);
  expect(
    named('ledgerline.attempt').map(({ attributes, status }) => [
      attributes['ledgerline.attempt'],
      attributes['http.response.status_code'],
      status.message,
    ]),
  ).toEqual([
    [0, 503, 'UPSTREAM_UNAVAILABLE'],
    [1, 200, undefined],
  ]);
  expect(named('ledgerline.request')[0]?.attributes).toMatchObject({ 'ledgerline.dsp': 'd', 'ledgerline.sync': 's1' });
  expect(JSON.stringify(spans.map(({ attributes, status, events }) => [attributes, status, events]))).not.toContain(
    'signed',
  );
});

test('without an SDK the same calls are made and nothing is recorded', async () => {
  expect(await sendTwice()).toBe('body');
  expect(exporter.getFinishedSpans()).toEqual([]);
});
