/** The rooms of core by floor: a room imports only from lower floors, rooms of one floor never meet. This table is the diagram. */
export const floors: readonly (readonly string[])[] = [
  ['errors'],
  ['money', 'time', 'random', 'bytes'],
  ['contracts'],
  [
    'policy',
    'http',
    'decode',
    'map',
    'encode',
    'totals',
    'validate',
    'drift',
    'calendar',
    'state',
    'audit',
    'figures',
    'telemetry',
    'config',
    'sdk',
    'equivalence',
  ],
  ['pipeline', 'ledger'],
  ['composition'],
];

/** Files of core that are entrances; nothing inside may import them. */
export const doors: readonly string[] = ['index.ts', 'runtime.ts'];

/** Packages that one room alone may import as values (`import type` is free). `file` narrows it to one file. */
export const owners: Readonly<Record<string, { readonly rooms: readonly string[]; readonly file?: string }>> = {
  cockatiel: { rooms: ['policy'], file: 'policy/cockatiel.ts' },
  pino: { rooms: ['telemetry'] },
  '@opentelemetry/api': { rooms: ['telemetry'] },
  typebox: { rooms: ['config', 'validate', 'drift'] },
  tsyringe: { rooms: ['composition'] },
  'reflect-metadata': { rooms: ['composition'] },
  yaml: { rooms: ['config'] },
  'node:sqlite': { rooms: ['state'] },
};

/** What the author's door must never load, however indirectly. */
export const keptOutOfIndex: readonly string[] = [
  'tsyringe',
  'reflect-metadata',
  'pino',
  'cockatiel',
  '@opentelemetry/api',
];

/** Which workspace packages a package may import, by name; `*` stands for every package. */
export const packageArrows: Readonly<Record<string, readonly string[]>> = {
  core: [],
  fakes: [],
  drop: ['@ledgerline/core', '@ledgerline/fakes'],
  'ddex-dsr': ['@ledgerline/core'],
  'sink-filesystem': ['@ledgerline/core'],
  'run-report': ['@ledgerline/core', '@ledgerline/core/runtime'],
  testkit: ['@ledgerline/core', '@ledgerline/core/runtime', '@ledgerline/sink-filesystem'],
  cli: ['*'],
  'create-connector': [],
  connector: [
    ...['@ledgerline/core', '@ledgerline/drop', '@ledgerline/drop/mock', '@ledgerline/ddex-dsr', '@ledgerline/fakes'],
  ],
};

/** Folder and file names that say nothing about what is inside. */
export const emptyNames = /(^|[/-])(utils?|helpers?|common|misc|manager|service|base|types|interfaces)(\.|\/|$)/;

export const maxLines = 300;

/** What every connector has under these names, so that who knows one knows them all. */
export const connectorRooms: readonly string[] = [
  ...['index.ts', 'connector.ts', 'config.ts', 'client.ts', 'records.ts', 'policy.ts', 'mock.ts', 'mock/upstream.ts'],
];
