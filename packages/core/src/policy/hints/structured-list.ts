/** One member of a structured-field list: a string or token and its parameters. Source: RFC 8941, section 4.2. */
export interface ListItem {
  readonly name: string;
  readonly parameters: ReadonlyMap<string, string | number | boolean>;
}

const key = /[a-z*][a-z0-9_\-.*]*/y;
const token = /[A-Za-z*][A-Za-z0-9!#$%&'*+\-.^_`|~:/]*/y;
const integer = /-?\d{1,15}/y;
const text = /"(?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\])*"/y;
const comma = /[ \t]*,[ \t]*/y;
const semicolon = /; */y;

/** Reads a list of named items with integer, string, token or boolean parameters; undefined when it is none. */
export function parseStructuredList(source: string): readonly ListItem[] | undefined {
  let at = 0;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const match = pattern.exec(source);
    if (match === null) return undefined;
    at = pattern.lastIndex;
    return match[0];
  };
  const takeText = () => take(text)?.slice(1, -1).replaceAll('\\"', '"').replaceAll('\\\\', '\\');
  const takeValue = (): string | number | undefined => {
    const number = take(integer);
    return number === undefined ? (takeText() ?? take(token)) : Number(number);
  };

  const items: ListItem[] = [];
  do {
    const name = takeText() ?? take(token);
    if (name === undefined) return undefined;
    const parameters = new Map<string, string | number | boolean>();
    while (take(semicolon) !== undefined) {
      const parameter = take(key);
      if (parameter === undefined) return undefined;
      if (source[at] !== '=') {
        parameters.set(parameter, true);
        continue;
      }
      at += 1;
      const value = takeValue();
      if (value === undefined) return undefined;
      parameters.set(parameter, value);
    }
    items.push({ name, parameters });
  } while (take(comma) !== undefined);
  return at === source.length ? items : undefined;
}
