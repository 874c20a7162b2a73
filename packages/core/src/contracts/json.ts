export type JsonPrimitive = string | number | boolean | null;
/** A value that survives `JSON.stringify` and back; cursors, locators and state are of this type. */
export type JsonValue = JsonPrimitive | readonly JsonValue[] | { readonly [key: string]: JsonValue | undefined };
export type JsonObject = { readonly [key: string]: JsonValue | undefined };
