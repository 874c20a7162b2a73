import type { LookupTable } from '../contracts/state.ts';
import { identifyGtin } from './identifiers/gtin.ts';
import { identifyIsrc } from './identifiers/isrc.ts';
import { readReference } from './reference/read-reference.ts';
import { RecordFault } from './reference/record-splitter.ts';
import type { ReferenceFile } from './reference/reference-files.ts';

export const catalogueFault = 'CATALOGUE_INVALID';

/** Header names of the two columns; case, blanks, hyphens and underscores do not matter. */
export const catalogueColumns = {
  isrc: ['isrc', 'isrc code', 'track isrc', 'recording isrc', 'sound recording isrc'],
  upc: [
    'upc',
    'ean',
    'upc/ean',
    'ean/upc',
    'upc code',
    'barcode',
    'gtin',
    'icpn',
    'release upc',
    'album upc',
    'product upc',
  ],
} as const;

/** Which columns a catalogue has, when they go by names of their own, and what will be asked of it. */
export interface CatalogueShape {
  readonly isrcNames: readonly string[];
  readonly upcNames: readonly string[];
  /** UPCs are asked for at all. */
  readonly withUpcs: boolean;
  readonly withPairs: boolean;
}

/** What a catalogue knows. */
export interface Catalogue {
  hasIsrc(isrc: string): boolean;
  hasUpc(upcKey: string): boolean;
  /** Whether the recording is on the release; also true where the catalogue has the recording on no release. */
  hasPair(isrc: string, upcKey: string): boolean;
}

/** Fills a table from the files of a catalogue. Errors: ConfigError `CATALOGUE_INVALID` with path and line. */
export async function fillCatalogue(
  table: Pick<LookupTable, 'put'>,
  files: readonly ReferenceFile[],
  shape: CatalogueShape,
): Promise<void> {
  const columns = {
    isrc: { names: shape.isrcNames },
    upc: { names: shape.upcNames, optional: !shape.withUpcs },
  };
  for (const { path } of files)
    await readReference({ path, code: catalogueFault, columns }, ({ isrc: rawIsrc, upc: rawUpc }, line) => {
      const isrc = isrcOf(rawIsrc, line);
      const upc = shape.withUpcs && rawUpc !== '' ? upcKey(rawUpc) : undefined;
      if (isrc !== undefined) table.put(`i${isrc}`, []);
      if (upc !== undefined) table.put(`u${upc}`, []);
      if (isrc !== undefined && shape.withPairs) table.put(upc === undefined ? `n${isrc}` : `p${isrc}${upc}`, []);
    });
}

export function catalogueOver(table: Pick<LookupTable, 'get'>): Catalogue {
  const has = (key: string) => table.get(key) !== undefined;
  return {
    hasIsrc: (isrc) => has(`i${isrc}`),
    hasUpc: (upc) => has(`u${upc}`),
    hasPair: (isrc, upc) => has(`p${isrc}${upc}`) || has(`n${isrc}`),
  };
}

/** One key for all spellings of a release number. */
export function upcKey(raw: string): string {
  return identifyGtin(raw).key ?? raw.trim();
}

function isrcOf(raw: string, line: number): string | undefined {
  if (raw === '') return undefined;
  const { value, note } = identifyIsrc(raw);
  if (value === undefined) throw new RecordFault(line, `${JSON.stringify(raw)} is no ISRC (${note ?? 'unknown form'})`);
  return value;
}
