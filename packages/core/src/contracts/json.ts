export type JsonPrimitive = string | number | boolean | null;
/** A value that survives `JSON.stringify` and back; cursors, locators and state are of this type. */
export type JsonValue = JsonPrimitive | readonly JsonValue[] | { readonly [key: string]: JsonValue | undefined };
export type JsonObject = { readonly [key: string]: JsonValue | undefined };

/** A plain value as JSON has it: what is undefined is left out. */
export function asJson(value: object): JsonObject {
  const plain: JsonObject = JSON.parse(JSON.stringify(value));
  return plain;
}
