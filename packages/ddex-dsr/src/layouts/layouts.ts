import { contentTables, masterListTables } from './content-layouts.ts';
import { financialTables } from './financial-layouts.ts';
import { buildLayout, type Layout, type RecordKind } from './layout.ts';
import { summaryTables } from './summary-layouts.ts';
import { usageTables } from './usage-layouts.ts';

const frameTables: Readonly<Record<string, string>> = {
  HEAD: `RecordType MessageVersion Profile ProfileVersion MessageId MessageCreatedDateTime:dt FileNumber:i NumberOfFiles:i
    UsageStartDate:date UsageEndDate:date SenderPartyId:dpid SenderName ServiceDescription? RecipientPartyId?:dpid RecipientName?
    RepresentedRepertoire*?`,
  FOOT: `RecordType NumberOfLinesInFile:i NumberOfLinesInReport?:i NumberOfSummaryRecords:i NumberOfBlocksInFile:i
    NumberOfBlocksInReport?:i`,
  SRFO: 'RecordType NumberOfLinesInReport:i NumberOfSummaryRecords:i',
};

const kinds: Readonly<Record<string, RecordKind>> = {
  HEAD: 'head',
  FOOT: 'footer',
  SRFO: 'footer',
  RE01: 'release',
  RE02: 'subRelease',
  AS01: 'resource',
  AS02: 'resource',
  MW01: 'work',
  RU01: 'releaseUsage',
  RU02: 'releaseUsage',
  LI01: 'claim',
  ST01: 'subUsage',
  DE01: 'deal',
};

function kindOf(code: string): RecordKind {
  return kinds[code.slice(0, 4)] ?? (code.startsWith('SY') ? 'summary' : 'sale');
}

function build(tables: Readonly<Record<string, string>>): [string, Layout][] {
  return Object.entries(tables).map(([code, table]) => [code, buildLayout(code, kindOf(code), table)]);
}

/** Every record version whose cells are known, by its code. */
export const layouts: ReadonlyMap<string, Layout> = new Map(
  [frameTables, summaryTables, contentTables, usageTables, financialTables].flatMap(build),
);

const masterListLayouts: ReadonlyMap<string, Layout> = new Map(build(masterListTables));

const found = new Map(
  [...layouts].map(([code, layout]): [string, FoundLayout] => [code, { layout, predecessor: false }]),
);

export interface FoundLayout {
  readonly layout: Layout;
  /** Whether the code itself is unknown and the newest version before it stands in. */
  readonly predecessor: boolean;
}

/**
 * The layout of a record code, whatever version the profile declares.
 *
 * Shape: an unknown version gets the newest known version before it; undefined when there is none.
 * Only the master list has a second meaning of a code (`AS02.03`), so `masterList` must be said.
 */
export function findLayout(code: string, masterList = false): FoundLayout | undefined {
  const special = masterList ? masterListLayouts.get(code) : undefined;
  if (special !== undefined) return { layout: special, predecessor: false };
  const known = found.get(code);
  if (known !== undefined) return known;
  // Any bilateral record has cells that only the two parties know.
  if (/^DE\d{2}$/.test(code)) return { layout: layouts.get('DE01')!, predecessor: false };
  const [, base, version] = /^([A-Z]{2}\d{2})(?:\.(\d{2}))?$/.exec(code) ?? [];
  if (base === undefined || version === undefined) return undefined;
  for (let older = Number(version) - 1; older >= 0; older--) {
    const layout = layouts.get(older === 0 ? base : `${base}.${String(older).padStart(2, '0')}`);
    if (layout !== undefined) return { layout, predecessor: true };
  }
  return undefined;
}
