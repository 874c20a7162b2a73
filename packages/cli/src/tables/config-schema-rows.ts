/** What the page reads of a schema; every schema here is plain JSON Schema. */
export interface SchemaPart {
  readonly type?: string;
  readonly const?: unknown;
  readonly anyOf?: readonly SchemaPart[];
  readonly properties?: Readonly<Record<string, SchemaPart>>;
  readonly patternProperties?: Readonly<Record<string, SchemaPart>>;
  readonly required?: readonly string[];
  readonly items?: SchemaPart;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minLength?: number;
  readonly pattern?: string;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly description?: string;
  readonly secret?: boolean;
  readonly path?: boolean;
}

/** One line of a table. */
export interface SettingRow {
  readonly key: string;
  readonly type: string;
  readonly unit: string;
  readonly byDefault: string;
  readonly description: string;
}

interface Place {
  readonly key: string;
  readonly required: boolean;
  /** Which alternatives of a union have this key; empty when all do. */
  readonly only: string;
}

const units: readonly (readonly [RegExp, string])[] = [
  [/Ms$/, 'ms'],
  [/PerSec$/, '1/s'],
  [/Days$/, 'days'],
  [/Rows$/, 'rows'],
  [/Bytes$/, 'bytes'],
];

/** The settings of a schema in the order in which it declares them, blocks before what they hold. */
export function settingRows(schema: SchemaPart, base = ''): SettingRow[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, part]) =>
    rowsOf(part, {
      key: base === '' ? name : `${base}.${name}`,
      required: schema.required?.includes(name) === true,
      only: '',
    }),
  );
}

function rowsOf(part: SchemaPart, place: Place): SettingRow[] {
  const { key } = place;
  const own = row(part, place);
  const kinds = alternatives(part);
  if (kinds.length > 0) return [own, ...unionRows(kinds, key, part.default)];
  if (part.properties) return [own, ...settingRows(part, key)];
  const [entry] = Object.values(part.patternProperties ?? {});
  if (entry) return [own, ...inside(entry, `${key}.NAME`)];
  if (part.items) return [own, ...inside(part.items, `${key}[]`)];
  return [own];
}

/** Only what has settings of its own; a list of texts is told by its type. */
function inside(part: SchemaPart, key: string): SettingRow[] {
  const kinds = alternatives(part);
  return kinds.length > 0 ? unionRows(kinds, key) : settingRows(part, key);
}

function alternatives(part: SchemaPart): readonly SchemaPart[] {
  const blocks = part.anyOf ?? [];
  return blocks.length > 0 && blocks.every(({ properties }) => properties?.kind !== undefined) ? blocks : [];
}

/** A union by `kind`: what every alternative has stands once, the rest names its kinds. */
function unionRows(kinds: readonly SchemaPart[], base: string, preset?: unknown): SettingRow[] {
  const kind = kinds.map(({ properties }) => typeOf(properties?.kind ?? {})).join(' or ');
  const choices = kinds
    .map(({ properties, description }) => `${typeOf(properties?.kind ?? {})}: ${description ?? ''}`)
    .join(' ');
  const rows = new Map<string, { readonly part: SchemaPart; readonly place: Place; readonly kinds: string[] }>();
  for (const alternative of kinds) {
    for (const [name, part] of Object.entries(alternative.properties ?? {})) {
      if (name === 'kind') continue;
      const id = `${name} ${JSON.stringify(part)}`;
      const known = rows.get(id);
      const required = alternative.required?.includes(name) === true;
      if (known === undefined)
        rows.set(id, { part, place: { key: `${base}.${name}`, required, only: '' }, kinds: [kindOf(alternative)] });
      else known.kinds.push(kindOf(alternative));
    }
  }
  const first = { key: `${base}.kind`, type: kind, unit: '', byDefault: presetKind(preset), description: choices };
  return [
    first,
    ...[...rows.values()].flatMap(({ part, place, kinds: names }) =>
      rowsOf(part, { ...place, only: names.length === kinds.length ? '' : names.join(', ') }),
    ),
  ];
}

function presetKind(preset: unknown): string {
  const named = typeof preset === 'object' && preset !== null && 'kind' in preset;
  return named ? `\`${JSON.stringify(preset.kind)}\`` : 'required';
}

function kindOf({ properties }: SchemaPart): string {
  return typeOf(properties?.kind ?? {});
}

function row(part: SchemaPart, { key, required, only }: Place): SettingRow {
  const described = (part.description ?? '').replace(/ ?Units: ms\.$/, '');
  const unit = units.find(([ending]) => ending.test(key))?.[1] ?? '';
  return {
    key,
    type: typeOf(part),
    unit,
    byDefault: defaultOf(part, required),
    description: only === '' ? described : `Only ${only}. ${described}`.trimEnd(),
  };
}

function defaultOf(part: SchemaPart, required: boolean): string {
  if (part.default === undefined) return required ? 'required' : '';
  const block = typeof part.default === 'object' && part.default !== null && !Array.isArray(part.default);
  return block ? '' : `\`${JSON.stringify(part.default)}\``;
}

/** A type in words, with the range or the choices it allows. */
export function typeOf(part: SchemaPart): string {
  if (part.const !== undefined) return `\`${String(part.const)}\``;
  if (part.anyOf) return [...new Set(part.anyOf.map(typeOf))].join(' or ');
  if (part.secret) return 'secret text';
  if (part.path) return 'path';
  if (part.type === 'array') return listType(part);
  if (part.type === 'object') return part.patternProperties && !part.properties ? 'map by name' : 'block';
  if (part.type === 'integer') return `whole number${range(part)}`;
  if (part.type === 'number') return `number${range(part)}`;
  if (part.type === 'string') return textType(part);
  return part.type ?? 'anything';
}

/** Examples say more than a pattern. */
function textType({ examples, pattern }: SchemaPart): string {
  if (examples) return `text like ${examples.map((example) => `\`${String(example)}\``).join(', ')}`;
  return pattern === undefined ? 'text' : `text \`${pattern}\``;
}

function listType(part: SchemaPart): string {
  const { minItems = 0, maxItems } = part;
  const count = minItems === maxItems ? `${minItems} × ` : minItems > 0 ? `at least ${minItems} × ` : '';
  return `list of ${count}${typeOf(part.items ?? {})}`;
}

function range({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: SchemaPart): string {
  const low = exclusiveMinimum === undefined ? (minimum === undefined ? '' : `≥ ${minimum}`) : `> ${exclusiveMinimum}`;
  const high = exclusiveMaximum === undefined ? (maximum === undefined ? '' : `≤ ${maximum}`) : `< ${exclusiveMaximum}`;
  const both = [low, high].filter((end) => end !== '').join(', ');
  return both === '' ? '' : ` ${both}`;
}
