/** The fields of a record that came from a file: read by name, checked on reading. */
export type Fields = ReadonlyMap<string, unknown>;

export function readFields(record: unknown): Fields {
  return new Map(typeof record === 'object' && record !== null ? Object.entries(record) : []);
}

export function text(fields: Fields, name: string): string {
  const value = fields.get(name);
  if (typeof value !== 'string') throw new TypeError(`A record of the decision log has no text in "${name}".`);
  return value;
}

export function number(fields: Fields, name: string): number {
  const value = fields.get(name);
  if (typeof value !== 'number') throw new TypeError(`A record of the decision log has no number in "${name}".`);
  return value;
}

export function flag(fields: Fields, name: string): boolean {
  return fields.get(name) === true;
}
