import type { PolicyEngine } from '../contracts/policy.ts';
import { inSpan } from './in-span.ts';

/** The engine with a span for every request and, inside it, one for every attempt. */
export function tracedEngine(engine: PolicyEngine): PolicyEngine {
  return {
    run: (operation, fn, options) => {
      const { dsp, op, method, sync } = operation;
      const facts = { 'ledgerline.dsp': dsp, 'ledgerline.op': op, 'http.request.method': method };
      const named = sync === undefined ? facts : { ...facts, 'ledgerline.sync': sync };
      return inSpan('ledgerline.request', named, () =>
        engine.run(
          operation,
          (attempt) => {
            const ids = { 'ledgerline.request': attempt.request, 'ledgerline.attempt': attempt.attempt };
            return inSpan('ledgerline.attempt', ids, (note) =>
              fn({
                ...{ request: attempt.request, attempt: attempt.attempt, generation: attempt.generation },
                get signal() {
                  return attempt.signal;
                },
                observe: (answer) => {
                  const ruling = attempt.observe(answer);
                  note({ 'http.response.status_code': answer.status, 'ledgerline.verdict': ruling.verdict });
                  return ruling;
                },
                progress: attempt.progress,
              }),
            );
          },
          options,
        ),
      );
    },
    flush: () => engine.flush(),
    close: () => engine.close(),
  };
}
