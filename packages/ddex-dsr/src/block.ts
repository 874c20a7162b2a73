import { PayloadError } from '@ledgerline/core';
import type { IssueLog } from './issues.ts';
import type { RecordKind } from './layouts/layout.ts';
import type { ProfileFamily } from './profiles.ts';
import { cellReader, type DsrRecord } from './record.ts';

/** Content records kept of one block; a block is some release with its tracks, a few hundred at most. */
const maxRecords = 200_000;

/** The order of records in a block, by profile. */
const ranks: Readonly<Record<ProfileFamily, { readonly [K in RecordKind]?: number }>> = {
  audio: { release: 0, resource: 1, work: 1, subRelease: 2, sale: 3, subUsage: 3 },
  ugc: { release: 0, resource: 1, work: 1, subRelease: 2, releaseUsage: 2, sale: 3, claim: 3, subUsage: 3 },
  financial: {},
};

const transactedRelease = cellReader(['TransactedRelease', 'TransactedReleaseReference']);
const transactedResource = cellReader(['TransactedResource', 'TransactedResourceReference']);
/** SU03 names its asset by the DSP's id; the cell called DspReleaseId holds a resource id in published data. */
const assetId = cellReader(['DspResourceId', 'DspReleaseId']);

/** One block: what its usage rows refer to. References are local to it. */
export class Block {
  readonly id: string;
  readonly release = new Map<string, DsrRecord>();
  readonly subReleases = new Map<string, DsrRecord>();
  readonly resources = new Map<string, DsrRecord>();
  readonly #byDspId = new Map<string, DsrRecord>();
  readonly #releaseIds = new Set<string>();
  readonly #works = new Map<DsrRecord, DsrRecord>();
  #records = 0;
  #rank = 0;
  #lastResource: DsrRecord | undefined;
  /** The sale that claims below it belong to. */
  sale: DsrRecord | undefined;
  sales = 0;

  constructor(id: string) {
    this.id = id;
  }

  /** Takes a record in and checks what it refers to. */
  add(record: DsrRecord, family: ProfileFamily, issues: IssueLog): void {
    this.#checkOrder(record, family, issues);
    switch (record.kind) {
      case 'release':
        this.#keep(this.release, record, 'ReleaseReference', issues);
        break;
      case 'subRelease':
        this.#keep(this.subReleases, record, 'ReleaseReference', issues);
        for (const name of record.list('UsedResources')) {
          if (!this.resources.has(name)) dangling(record, 'UsedResources', 'a resource', issues);
        }
        break;
      case 'resource':
        this.#keep(this.resources, record, 'ResourceReference', issues);
        this.#byDspId.set(record.get('DspResourceId') ?? '', record);
        this.#lastResource = record;
        break;
      case 'work':
        this.#addWork(record);
        break;
      case 'releaseUsage':
        this.#addReleaseUsage(record, issues);
        break;
      case 'sale':
        this.sale = record;
        this.sales++;
        if (record.has('DspReleaseId') || record.has('DspResourceId')) this.#checkAsset(record, issues);
        else this.#checkTransacted(record, issues);
        break;
      case 'claim':
        this.#checkClaim(record, issues);
        break;
      default:
    }
  }

  /** What a sale is of. */
  contentOf(sale: DsrRecord): {
    readonly release?: DsrRecord;
    readonly resource?: DsrRecord;
    readonly work?: DsrRecord;
  } {
    const [only] = this.release.values();
    const ofRelease = transactedRelease(sale);
    const sub = ofRelease === undefined ? undefined : this.subReleases.get(ofRelease);
    const release = (ofRelease === undefined ? undefined : this.release.get(ofRelease)) ?? only;
    const used = sub?.list('UsedResources') ?? [];
    const reference = transactedResource(sale) ?? (used.length === 1 ? used[0] : undefined);
    const resource = reference === undefined ? this.#asset(sale) : this.resources.get(reference);
    const work = resource === undefined ? undefined : this.#works.get(resource);
    return { ...(release && { release }), ...(resource && { resource }), ...(work && { work }) };
  }

  #keep(map: Map<string, DsrRecord>, record: DsrRecord, cell: string, issues: IssueLog): void {
    this.#count(record);
    const reference = record.get(cell) ?? '';
    if (map.has(reference)) {
      const message = `${record.type} repeats a ${cell} of its block; the first one counts`;
      issues.finding('REFERENCE_REPEATED', record, { recordType: record.type, cell }, message);
    } else map.set(reference, record);
  }

  #count(record: DsrRecord): void {
    if (++this.#records <= maxRecords) return;
    throw new PayloadError(
      `${record.object} has a block with more than ${maxRecords} content records (line ${record.line}, byte ${record.byteOffset}): it cannot be held in memory. Ask the sender for blocks of one release each.`,
      { code: 'DSR_BLOCK_TOO_LARGE', details: { object: record.object, line: record.line } },
    );
  }

  #addWork(record: DsrRecord): void {
    this.#count(record);
    const reference = record.first('ResourceReference');
    const resource = reference === undefined ? this.#lastResource : this.resources.get(reference);
    // Works behind a claim describe the claim, and of several works of a resource the first one stands for it.
    if (resource !== undefined && this.#rank < 3 && !this.#works.has(resource)) this.#works.set(resource, record);
  }

  #addReleaseUsage(record: DsrRecord, issues: IssueLog): void {
    this.#count(record);
    const releases = record.list('DspReleaseId');
    for (const id of releases) this.#releaseIds.add(id);
    if (record.type.startsWith('RU01') && releases.length !== record.list('Usages').length) {
      const message = `${record.type} must have as many Usages as it has DspReleaseIds`;
      issues.finding('LIST_UNEQUAL', record, { recordType: record.type, cell: 'Usages' }, message);
    }
  }

  #checkTransacted(sale: DsrRecord, issues: IssueLog): void {
    const release = transactedRelease(sale);
    const resource = transactedResource(sale);
    const subject = { recordType: sale.type };
    if (release !== undefined && resource !== undefined)
      issues.finding(
        'REFERENCE_DOUBLE',
        sale,
        subject,
        `${sale.type} refers to a release and to a resource; one is allowed`,
      );
    if (release === undefined && resource === undefined)
      issues.finding('REFERENCE_MISSING', sale, subject, `${sale.type} refers neither to a release nor to a resource`);
    if (release !== undefined && !this.release.has(release) && !this.subReleases.has(release))
      dangling(sale, 'TransactedRelease', 'a release', issues);
    if (resource !== undefined && !this.resources.has(resource))
      dangling(sale, 'TransactedResource', 'a resource', issues);
  }

  #asset(sale: DsrRecord): DsrRecord | undefined {
    const id = assetId(sale);
    return id === undefined ? undefined : this.#byDspId.get(id);
  }

  #checkAsset(sale: DsrRecord, issues: IssueLog): void {
    const id = assetId(sale);
    if (id !== undefined && (this.#byDspId.has(id) || this.#releaseIds.has(id))) return;
    dangling(sale, sale.has('DspResourceId') ? 'DspResourceId' : 'DspReleaseId', 'a resource or release', issues);
  }

  #checkClaim(claim: DsrRecord, issues: IssueLog): void {
    const subject = { recordType: claim.type };
    if (this.sale === undefined) {
      issues.finding('CLAIM_WITHOUT_SALE', claim, subject, `${claim.type} stands in its block before any sale`);
      return;
    }
    const parent = claim.first('ParentSalesTransactionId');
    if (parent !== undefined && parent !== this.sale.get('SalesTransactionId'))
      issues.finding(
        'CLAIM_PARENT_DIFFERS',
        claim,
        subject,
        `${claim.type} names another parent than the sale above it`,
      );
  }

  #checkOrder(record: DsrRecord, family: ProfileFamily, issues: IssueLog): void {
    const rank = ranks[family][record.kind];
    const worksOfClaims = family === 'ugc' && record.kind === 'work' && this.#rank === 3;
    if (rank === undefined || worksOfClaims) return;
    if (rank < this.#rank) {
      const message = `${record.type} stands too late in its block`;
      issues.finding('BLOCK_ORDER', record, { recordType: record.type }, message);
    }
    this.#rank = Math.max(this.#rank, rank);
  }
}

function dangling(record: DsrRecord, cell: string, what: string, issues: IssueLog): void {
  const message = `${cell} of ${record.type} refers to ${what} that its block does not have`;
  issues.finding('REFERENCE_DANGLING', record, { recordType: record.type, cell }, message);
}
