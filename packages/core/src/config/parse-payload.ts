import type { Static, TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { PayloadError } from '../errors/leaves.ts';

/**
 * Looks at what a DSP sent and gives it its type; fields that the schema does not name are let through.
 *
 * Errors: PayloadError naming `what` was answered and the first place that differs, never the value itself.
 *
 * @example
 * ```ts
 * const Page = Type.Object({ reports: Type.Array(Type.Object({ id: Type.String() })) });
 * assert.deepEqual(parsePayload(Page, { reports: [{ id: 'r1', more: 1 }] }, 'the listing').reports[0].id, 'r1');
 * assert.throws(() => parsePayload(Page, { reports: [{}] }, 'the listing'), /at \/reports\/0/);
 * ```
 */
export function parsePayload<Schema extends TSchema>(schema: Schema, value: unknown, what: string): Static<Schema> {
  if (Value.Check(schema, value)) return value;
  const [first] = Value.Errors(schema, value);
  const place = first?.instancePath || 'the top';
  throw new PayloadError(`${what} has an unexpected shape: at ${place} it ${first?.message ?? 'does not fit'}.`, {
    details: { path: place },
  });
}
