import { Type } from 'typebox';
import { cellText } from '../bytes/cells.ts';
import { defineValidator } from '../contracts/define.ts';
import type { ItemField } from '../contracts/line-item.ts';
import type { SharedTables } from '../contracts/state.ts';
import type { Judge, ValidatorSession } from '../contracts/validator.ts';
import { ConfigError } from '../errors/leaves.ts';
import {
  type Catalogue,
  catalogueColumns,
  catalogueFault,
  catalogueOver,
  fillCatalogue,
  upcKey,
} from './catalogue-table.ts';
import { boundedMemo } from './identifiers/bounded-memo.ts';
import { identifyIsrc } from './identifiers/isrc.ts';
import { referenceFiles } from './reference/reference-files.ts';

/** Pairs of ISRC and UPC whose verdict is remembered; rows of one report repeat the same few thousand tracks. */
const memoLimit = 16_384;

const policy = (description: string) =>
  Type.Union([Type.Literal('off'), Type.Literal('flag'), Type.Literal('reject')], { default: 'flag', description });

const config = Type.Object(
  {
    path: Type.String({
      minLength: 1,
      path: true,
      description: 'A delimited file, or a directory of them (.csv, .tsv, .txt, each plain or .gz).',
    }),
    unknownIsrc: policy('What an ISRC that is not in the catalogue costs.'),
    unknownUpc: policy('What a UPC that is not in the catalogue costs.'),
    mismatch: policy('What a recording on a release that the catalogue does not have it on costs.'),
    columns: Type.Optional(
      Type.Object(
        { isrc: Type.Optional(Type.String({ minLength: 1 })), upc: Type.Optional(Type.String({ minLength: 1 })) },
        { additionalProperties: false, description: 'Header names, when they are none of the usual ones.' },
      ),
    ),
  },
  { additionalProperties: false },
);

type Policy = 'off' | 'flag' | 'reject';
interface Settings {
  readonly path: string;
  readonly unknownIsrc: Policy;
  readonly unknownUpc: Policy;
  readonly mismatch: Policy;
  readonly columns?: { readonly isrc?: string; readonly upc?: string };
}

/**
 * Compares recordings and releases with the label's own catalogue.
 *
 * Order: after `identifiers`, which brings them into one spelling. The catalogue is read once per run into a table on disk, so that its size
 * does not matter. Errors: rejects or flags `CATALOGUE_ISRC_UNKNOWN`, `CATALOGUE_UPC_UNKNOWN` and `CATALOGUE_PAIR_UNKNOWN`; rows without an
 * ISRC or a UPC are not its business. A file that is no catalogue ends the pipeline before it starts, with path and line.
 */
export const catalogueValidator = defineValidator({
  name: 'catalogue',
  version: '1.0.0',
  summary: 'ISRC, UPC and the two together are in your catalogue; what is not is flagged or set aside.',
  config,
  fields: ['isrc', 'upc'],
  phase: 'judge',
  async prepare(settings, { tables }) {
    await open(settings, tables);
    return stateOf(settings);
  },
  async open(settings, { tables }) {
    if (!tables)
      throw new ConfigError('The catalogue needs lookup tables, which this host does not give its validators.', {
        code: catalogueFault,
      });
    return createSession(await open(settings, tables), settings);
  },
});

function stateOf({ path }: Settings): string {
  return JSON.stringify(referenceFiles(path, catalogueFault));
}

async function open(settings: Settings, tables: SharedTables): Promise<Catalogue> {
  const { columns = {}, unknownUpc, mismatch } = settings;
  const shape = {
    isrcNames: columns.isrc === undefined ? catalogueColumns.isrc : [columns.isrc],
    upcNames: columns.upc === undefined ? catalogueColumns.upc : [columns.upc],
    withUpcs: unknownUpc !== 'off' || mismatch !== 'off',
    withPairs: mismatch !== 'off',
  };
  const files = referenceFiles(settings.path, catalogueFault);
  const table = await tables.open(`catalogue ${JSON.stringify([files, shape])}`, (empty) =>
    fillCatalogue(empty, files, shape),
  );
  return catalogueOver(table);
}

interface Complaint {
  readonly policy: Policy;
  readonly code: string;
  readonly field: ItemField;
  /** Completes "… in the catalogue", of many rows and of one. */
  readonly many: string;
  readonly one: string;
}

function createSession(catalogue: Catalogue, { unknownIsrc, unknownUpc, mismatch }: Settings): ValidatorSession {
  const complaints: Readonly<Record<'isrc' | 'upc' | 'pair', Complaint>> = {
    isrc: {
      ...{ policy: unknownIsrc, code: 'CATALOGUE_ISRC_UNKNOWN', field: 'isrc' },
      ...{ many: 'ISRCs are not', one: 'The ISRC is not' },
    },
    upc: {
      ...{ policy: unknownUpc, code: 'CATALOGUE_UPC_UNKNOWN', field: 'upc' },
      ...{ many: 'UPCs are not', one: 'The UPC is not' },
    },
    pair: {
      ...{ policy: mismatch, code: 'CATALOGUE_PAIR_UNKNOWN', field: 'upc' },
      ...{ many: 'recordings are not on these releases', one: 'The recording is not on this release' },
    },
  };
  const look = boundedMemo(memoLimit, (text): readonly Complaint[] => {
    const [isrc = '', upc = ''] = text.split('\t');
    const knowsIsrc = isrc === '' || unknownIsrc === 'off' || catalogue.hasIsrc(isrc);
    const knowsUpc = upc === '' || unknownUpc === 'off' || catalogue.hasUpc(upc);
    const asks = isrc !== '' && upc !== '' && mismatch !== 'off' && catalogue.hasIsrc(isrc) && catalogue.hasUpc(upc);
    const found: Complaint[] = [];
    if (!knowsIsrc) found.push(complaints.isrc);
    if (!knowsUpc) found.push(complaints.upc);
    if (asks && !catalogue.hasPair(isrc, upc)) found.push(complaints.pair);
    return found;
  });
  const isrcOf = boundedMemo(memoLimit, (raw) => identifyIsrc(raw).value ?? raw);
  const upcOf = boundedMemo(memoLimit, upcKey);
  return {
    check(batch, judge) {
      const isrcs = batch.column('isrc');
      const upcs = batch.column('upc');
      for (let index = 0; index < batch.length; index += 1) {
        if (batch.alive[index] === 0) continue;
        const isrc = isrcs && cellText(isrcs, index);
        const upc = upcs && cellText(upcs, index);
        if (isrc === undefined && upc === undefined) continue;
        const key = `${isrc === undefined ? '' : isrcOf(isrc)}\t${upc === undefined ? '' : upcOf(upc)}`;
        for (const complaint of look(key))
          complain(judge, index, complaint, `line ${batch.lines[index]} of ${batch.report.object}`);
      }
    },
  };
}

function complain(
  judge: Judge,
  index: number,
  { policy: chosen, code, field, many, one }: Complaint,
  place: string,
): void {
  if (chosen === 'flag') judge.flag(index, code, field, `${many} in the catalogue`);
  if (chosen === 'reject') {
    const next = 'add it to the catalogue and replay the dead letter, or set the policy to flag';
    judge.reject(index, code, field, `${one} in the catalogue, ${place}; ${next}.`);
  }
}
