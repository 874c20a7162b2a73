import { type Attributes, SpanStatusCode, trace } from '@opentelemetry/api';

/** What a span may be told while it is open. */
export type NoteAttributes = (attributes: Attributes) => void;

/** Looked up at every span: an SDK may be registered after this module was loaded. */
const scope = '@ledgerline/core';

/**
 * Runs `use` inside a span of the OpenTelemetry tracer; without an SDK there is none, and this is a plain call.
 *
 * A failure is told by its code alone; texts stay in the log.
 */
export function inSpan<T>(name: string, attributes: Attributes, use: (note: NoteAttributes) => Promise<T>): Promise<T> {
  return trace.getTracer(scope).startActiveSpan(name, { attributes }, async (span) => {
    try {
      return await use((more) => void span.setAttributes(more));
    } catch (error) {
      const code =
        error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'INTERNAL';
      span.setStatus({ code: SpanStatusCode.ERROR, message: code });
      throw error;
    } finally {
      span.end();
    }
  });
}
