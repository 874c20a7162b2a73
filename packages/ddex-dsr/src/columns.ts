import { formatDecimal, parseDecimal } from '@ledgerline/core';
import { minus } from './exact-total.ts';
import type { RecordKind } from './layouts/layout.ts';
import { layouts } from './layouts/layouts.ts';
import { cellReader } from './record.ts';
import { periodOf, periodText, type SaleRow, summaryReader } from './sale-row.ts';

/** How a column's cell comes about; pure. */
export type ReadColumn = (row: SaleRow) => string | undefined;

/** A column; `shared` says that rows of one summary row and HEAD all have the same cell. */
export interface SaleColumn {
  readonly shared: boolean;
  readonly read: ReadColumn;
}

type Part = 'record' | 'sale' | 'claim' | 'release' | 'resource' | 'work';

/** The first filled one of some cells of one of a row's records. */
function of(part: Part, ...names: readonly string[]): ReadColumn {
  const cell = cellReader(names);
  return (row) => {
    const record = row[part];
    return record === undefined ? undefined : cell(record);
  };
}

const own = (...names: readonly string[]): ReadColumn => of('record', ...names);

/** The first reading that gives something. */
const either =
  (left: ReadColumn, right: ReadColumn): ReadColumn =>
  (row) =>
    left(row) ?? right(row);

const recordingCell = of('sale', 'ResourceISRC', 'ISRC', 'DspResourceId', 'ResourceTitle');

/** A cell of the recording when the row is of one, else of the release; under the prefixes that rows without blocks use. */
function described(name: string): ReadColumn {
  const ofRecording = either(of('resource', name), of('sale', `Resource${name}`));
  const ofRelease = either(of('release', name), of('sale', `Release${name}`));
  return (row) => (row.resource !== undefined || recordingCell(row) !== undefined ? ofRecording(row) : ofRelease(row));
}

/** A cell of the block's release, or of a row without blocks. */
function ofRelease(inBlock: string, ...flat: readonly string[]): ReadColumn {
  const ofSale = of('sale', ...flat);
  return either(of('release', inBlock), (row) => (row.sale?.layout.inBlock === false ? ofSale(row) : undefined));
}

const ofRecording = (inBlock: string, ...flat: readonly string[]): ReadColumn =>
  either(of('resource', inBlock), of('sale', ...flat));

const usageCells = ['TotalUsages', 'Usages', 'NumberOfStreams', 'Downloads', 'AllocatedUsages'] as const;
const stated = own('NetUsage');
const gross = own(...usageCells);
const returned = own('Returns');

/** Usages less returns where the record does not say it itself; undefined when a sign of returns makes it a guess. */
const netUsages: ReadColumn = (row) => {
  const [net, usages, returns] = [stated(row), gross(row), returned(row)];
  if (net !== undefined) return net;
  if (usages === undefined || returns === undefined) return usages;
  const [left, right] = [parseDecimal(usages.trim()), parseDecimal(returns.trim())];
  return left === undefined || right === undefined || right.unscaled < 0n
    ? undefined
    : formatDecimal(minus(left, right));
};

/**
 * The columns of every row, whatever the profile; names as in the standard, without record codes.
 *
 * Units: `PeriodStart`, `PeriodEnd` ISO days, `Period` the canonical text; counts and amounts as received; amounts in `Currency`, which is the
 * currency of accounting or reporting. Lists keep their members, joined by pipes.
 */
const columns: Readonly<Record<string, ReadColumn>> = {
  RecordType: ({ record }) => record.type,
  BlockId: ({ record }) => record.block,
  SalesTransactionId: of('sale', 'SalesTransactionId'),
  SummaryRecordId: own('SummaryRecordId'),
  ServiceDescription: either(summaryReader('ServiceDescription'), ({ head }) => head.service),
  DistributionChannel: summaryReader('DistributionChannel', 'DistributionChannelName'),
  CommercialModel: summaryReader('CommercialModel'),
  UseType: either(of('sale', 'UseType'), summaryReader('UseType')),
  Territory: summaryReader('Territory'),
  SubscriberType: summaryReader('SubscriberType'),
  PeriodStart: (row) => periodOf(row)?.start,
  PeriodEnd: (row) => periodOf(row)?.end,
  Period: periodText,
  ISRC: ofRecording('ISRC', 'ResourceISRC', 'ISRC'),
  ICPN: ofRelease('ICPN', 'ReleaseICPN', 'ICPN'),
  GRid: ofRelease('GRid', 'ReleaseGRid', 'GRid'),
  ISWC: either(either(of('work', 'ISWC'), of('resource', 'ISWC')), of('sale', 'ISWC')),
  DspResourceId: ofRecording('DspResourceId', 'DspResourceId'),
  DspReleaseId: ofRelease('DspReleaseId', 'DspReleaseId'),
  DspWorkId: either(of('work', 'DspWorkId'), of('sale', 'DspWorkId')),
  Title: described('Title'),
  SubTitle: described('SubTitle'),
  DisplayArtistName: described('DisplayArtistName'),
  ReleaseTitle: ofRelease('Title', 'ReleaseTitle'),
  ReleaseDisplayArtistName: ofRelease('DisplayArtistName', 'ReleaseDisplayArtistName'),
  Label: either(of('release', 'Label', 'ReleaseLabelName'), of('sale', 'ReleaseLabel')),
  ReleaseType: ofRelease('ReleaseType', 'ReleaseType'),
  ResourceType: ofRecording('ResourceType', 'ResourceType'),
  Duration: ofRecording('Duration', 'Duration'),
  Usages: own(...usageCells),
  Returns: own('Returns'),
  NetUsages: netUsages,
  Currency: summaryReader('CurrencyOfAccounting', 'CurrencyOfReporting', 'Currency'),
  NetRevenue: own('NetRevenueInCurrencyOfAccounting', 'NetRevenue'),
  AllocatedRevenue: own('AllocatedRevenueInCurrencyOfAccounting', 'AllocatedRevenue', 'AmountPayable'),
  AllocatedNetRevenue: own('AllocatedNetRevenueInCurrencyOfAccounting', 'AllocatedNetRevenue'),
  AllocatedAmount: own('AllocatedAmount'),
  RightsController: either(own('RightsController'), summaryReader('RightsController')),
  RightsType: either(own('RightsType'), summaryReader('RightsType')),
  RightSharePercentage: own('RightSharePercentage', 'RightShare'),
  ContentCategory: either(own('ContentCategory'), summaryReader('ContentCategory')),
};

/** Columns that follow from the summary row and HEAD alone. */
const shared: ReadonlySet<string> = new Set(
  `ServiceDescription DistributionChannel CommercialModel Territory SubscriberType PeriodStart PeriodEnd Period Currency`.split(
    ' ',
  ),
);

/** The header of every DSR document that is decoded to rows, without the cells asked for besides. */
export const dsrColumns: readonly string[] = Object.freeze(Object.keys(columns));

interface Role {
  readonly kinds: readonly RecordKind[];
  reader(cell: string): ReadColumn;
}

const roleOf = (part: Part, kind: RecordKind): Role => ({ kinds: [kind], reader: (cell) => of(part, cell) });

const roles: Readonly<Record<string, Role>> = {
  Head: {
    kinds: ['head'],
    reader:
      (cell) =>
      ({ head }) =>
        head.record.first(cell),
  },
  Summary: { kinds: ['summary'], reader: (cell) => summaryReader(cell) },
  Release: roleOf('release', 'release'),
  Resource: roleOf('resource', 'resource'),
  Work: roleOf('work', 'work'),
  Sale: roleOf('sale', 'sale'),
  Claim: roleOf('claim', 'claim'),
};

/** Every column of a decoder with the given cells besides; TypeErrors for cells that no record of the role has. */
export function readColumns(cells: readonly string[]): ReadonlyMap<string, SaleColumn> {
  const all = new Map(Object.entries(columns).map(([name, read]) => [name, { read, shared: shared.has(name) }]));
  for (const name of cells) {
    const [role = '', cell = ''] = name.split('.');
    const known = Object.hasOwn(roles, role) ? roles[role] : undefined;
    if (known === undefined) throw new TypeError(`${name} begins with none of ${Object.keys(roles).join(', ')}`);
    const has = [...layouts.values()].some((layout) => known.kinds.includes(layout.kind) && layout.indexes.has(cell));
    if (!has) throw new TypeError(`no version of a ${role} record has a cell ${cell}`);
    all.set(name, { read: known.reader(cell), shared: role === 'Head' || role === 'Summary' });
  }
  return all;
}
