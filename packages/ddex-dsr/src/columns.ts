import { formatDecimal } from '@ledgerline/core';
import { minus } from './exact-total.ts';
import type { RecordKind } from './layouts/layout.ts';
import { layouts } from './layouts/layouts.ts';
import { periodOf, periodText, type SaleRow, summaryCell } from './sale-row.ts';

/** How a column's cell comes about; pure. */
export type ReadColumn = (row: SaleRow) => string | undefined;

/** A column; `shared` says that rows of one summary row and HEAD all have the same cell. */
export interface SaleColumn {
  readonly shared: boolean;
  readonly read: ReadColumn;
}

const own =
  (...names: readonly string[]): ReadColumn =>
  ({ record }) =>
    record.firstOf(names);

const summary =
  (...names: readonly string[]): ReadColumn =>
  (row) =>
    summaryCell(row, names);

const ownOrSummary =
  (...names: readonly string[]): ReadColumn =>
  (row) =>
    row.record.firstOf(names) ?? summaryCell(row, names);

const recordingCells = ['ResourceISRC', 'ISRC', 'DspResourceId', 'ResourceTitle'] as const;

/** Whether the row is of a recording (and not of a release as a whole). */
function ofResource({ resource, sale }: SaleRow): boolean {
  return resource !== undefined || sale?.firstOf(recordingCells) !== undefined;
}

/** A cell of the recording when the row is of one, else of the release; under the prefixes that rows without blocks use. */
const described = (name: string): ReadColumn => {
  const inBlock = [name];
  const [flatResource, flatRelease] = [[`Resource${name}`], [`Release${name}`]];
  return (row) => {
    const { resource, release, sale } = row;
    if (ofResource(row)) return resource?.firstOf(inBlock) ?? sale?.firstOf(flatResource);
    return release?.firstOf(inBlock) ?? sale?.firstOf(flatRelease);
  };
};

const ofRelease =
  (inBlock: string, ...flat: readonly string[]): ReadColumn =>
  ({ release, sale }) =>
    release?.first(inBlock) ?? (sale?.layout.inBlock === false ? sale.firstOf(flat) : undefined);

const ofRecording =
  (inBlock: string, ...flat: readonly string[]): ReadColumn =>
  ({ resource, sale }) =>
    resource?.first(inBlock) ?? sale?.firstOf(flat);

/** Usages less returns where the record does not say it itself; undefined when a sign of returns makes it a guess. */
function netUsages({ record }: SaleRow): string | undefined {
  const stated = record.first('NetUsage');
  if (stated !== undefined) return stated;
  const usages = record.firstOf(usageCells);
  if (usages === undefined || record.first('Returns') === undefined) return usages;
  const cell = usageCells.find((name) => record.has(name))!;
  const [gross, returns] = [record.decimal(cell), record.decimal('Returns')];
  return gross === undefined || returns === undefined || returns.unscaled < 0n
    ? undefined
    : formatDecimal(minus(gross, returns));
}

const usageCells = ['TotalUsages', 'Usages', 'NumberOfStreams', 'Downloads', 'AllocatedUsages'] as const;

/**
 * The columns of every row, whatever the profile; names as in the standard, without record codes.
 *
 * Units: `PeriodStart`, `PeriodEnd` ISO days, `Period` the canonical text; counts and amounts as received; amounts in `Currency`, which is the
 * currency of accounting or reporting. Lists keep their members, joined by pipes.
 */
const columns: Readonly<Record<string, ReadColumn>> = {
  RecordType: ({ record }) => record.type,
  BlockId: ({ record }) => record.block,
  SalesTransactionId: ({ sale }) => sale?.first('SalesTransactionId'),
  SummaryRecordId: own('SummaryRecordId'),
  ServiceDescription: (row) => summaryCell(row, ['ServiceDescription']) ?? row.head.service,
  DistributionChannel: summary('DistributionChannel', 'DistributionChannelName'),
  CommercialModel: summary('CommercialModel'),
  UseType: (row) => row.sale?.first('UseType') ?? summaryCell(row, ['UseType']),
  Territory: summary('Territory'),
  SubscriberType: summary('SubscriberType'),
  PeriodStart: (row) => periodOf(row)?.start,
  PeriodEnd: (row) => periodOf(row)?.end,
  Period: periodText,
  ISRC: ofRecording('ISRC', 'ResourceISRC', 'ISRC'),
  ICPN: ofRelease('ICPN', 'ReleaseICPN', 'ICPN'),
  GRid: ofRelease('GRid', 'ReleaseGRid', 'GRid'),
  ISWC: ({ work, resource, sale }) => work?.first('ISWC') ?? resource?.first('ISWC') ?? sale?.first('ISWC'),
  DspResourceId: ofRecording('DspResourceId', 'DspResourceId'),
  DspReleaseId: ofRelease('DspReleaseId', 'DspReleaseId'),
  DspWorkId: ({ work, sale }) => work?.first('DspWorkId') ?? sale?.first('DspWorkId'),
  Title: described('Title'),
  SubTitle: described('SubTitle'),
  DisplayArtistName: described('DisplayArtistName'),
  ReleaseTitle: ofRelease('Title', 'ReleaseTitle'),
  ReleaseDisplayArtistName: ofRelease('DisplayArtistName', 'ReleaseDisplayArtistName'),
  Label: ({ release, sale }) => release?.first('Label', 'ReleaseLabelName') ?? sale?.first('ReleaseLabel'),
  ReleaseType: ofRelease('ReleaseType', 'ReleaseType'),
  ResourceType: ofRecording('ResourceType', 'ResourceType'),
  Duration: ofRecording('Duration', 'Duration'),
  Usages: own(...usageCells),
  Returns: own('Returns'),
  NetUsages: netUsages,
  Currency: summary('CurrencyOfAccounting', 'CurrencyOfReporting', 'Currency'),
  NetRevenue: own('NetRevenueInCurrencyOfAccounting', 'NetRevenue'),
  AllocatedRevenue: own('AllocatedRevenueInCurrencyOfAccounting', 'AllocatedRevenue', 'AmountPayable'),
  AllocatedNetRevenue: own('AllocatedNetRevenueInCurrencyOfAccounting', 'AllocatedNetRevenue'),
  AllocatedAmount: own('AllocatedAmount'),
  RightsController: ownOrSummary('RightsController'),
  RightsType: ownOrSummary('RightsType'),
  RightSharePercentage: own('RightSharePercentage', 'RightShare'),
  ContentCategory: ownOrSummary('ContentCategory'),
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
  read(row: SaleRow, cell: string): string | undefined;
}

const roles: Readonly<Record<string, Role>> = {
  Head: { kinds: ['head'], read: ({ head }, cell) => head.record.first(cell) },
  Summary: { kinds: ['summary'], read: (row, cell) => summaryCell(row, [cell]) },
  Release: { kinds: ['release'], read: ({ release }, cell) => release?.first(cell) },
  Resource: { kinds: ['resource'], read: ({ resource }, cell) => resource?.first(cell) },
  Work: { kinds: ['work'], read: ({ work }, cell) => work?.first(cell) },
  Sale: { kinds: ['sale'], read: ({ sale }, cell) => sale?.first(cell) },
  Claim: { kinds: ['claim'], read: ({ claim }, cell) => claim?.first(cell) },
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
    all.set(name, { read: (row) => known.read(row, cell), shared: role === 'Head' || role === 'Summary' });
  }
  return all;
}
