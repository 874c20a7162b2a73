import { people } from './content-layouts.ts';
import { renamed } from './layout.ts';

/*
 * Source: DDEX DSR Part 8 and the profile schemas; SU01.02, SU02.02, RU01.02, RU02.02, LI01.03, ST01, SR01.01 and SR02.01 from Part 8 1.4,
 * SU01.03 and SU02.03 from Part 8 1.5.
 */
const block = 'RecordType BlockId';
const transacted = 'SummaryRecordId SalesTransactionId TransactedRelease? TransactedResource?';

const SU01 = `${block} ${transacted} IsRoyaltyBearing:b SalesUpgrade:b Usages:i Returns:i PriceConsumerPaidExcSalesTax?:d
  PromotionalActivity?`;
const SU02 = `${block} ${transacted} IsRoyaltyBearing?:b NumberOfStreams:i PriceConsumerPaidExcSalesTax?:d PromotionalActivity?`;
const SU02_03 = renamed(`${SU02} UseType?:use PlaybackDuration?:dur`, {
  IsRoyaltyBearing: 'IsRoyaltyBearing:b',
  TransactedRelease: 'TransactedReleaseReference?',
  TransactedResource: 'TransactedResourceReference?',
});
/** The transaction comes before the summary, unlike in SU01 and SU02. */
const SU03 = `${block} SalesTransactionId SummaryRecordId? DspReleaseId Usages?:i NetRevenue:d ValidityPeriodStart?:date
  ValidityPeriodEnd?:date`;
const SU03_02 = `${block} SalesTransactionId SummaryRecordId? DspResourceId Usages:d NetRevenue:d ValidityPeriodStart?:date
  ValidityPeriodEnd?:date ContentCategory? IsRoyaltyBearing?:b`;

const RU01 = `${block} SummaryRecordId DspReleaseId* Usages*:i`;
const RU02 = `${block} SummaryRecordId DspReleaseId ReleaseTitle ReleaseURL Usages:i`;

const LI01 = `${block} SummaryRecordId RightsController RightsControllerPartyId?:ns RightsControllerWorkId? RightSharePercentage:d
  RightsType?:right AllocatedNetRevenue:d AllocatedAmount:d`;
const LI01_01 = renamed(LI01, { SummaryRecordId: 'SummaryRecordId?' });
const LI01_02 = `${LI01_01} AllocatedUsages?:d`;

const resourceStart = 'RecordType SummaryRecordId DspResourceId ISRC? ResourceTitle ResourceSubTitle?';
const release = `DspReleaseId? ProprietaryReleaseId*?:ns ReleaseCatalogNumber? ICPN? ReleaseDisplayArtistName
  ReleaseDisplayArtistPartyId?:ns ReleaseTitle ReleaseSubTitle? ReleaseType? ReleaseLabel? PLine?`;
const SR_start = `${resourceStart} ResourceDisplayArtistName ResourceDisplayArtistPartyId?:ns Duration?:dur ResourceType:resource
  ProprietaryWorkId?:ns ISWC? ${people} ${release} ReleaseDataProvider?`;
const SR01 = `${SR_start} NumberOfTransactedResources:i SalesTransactionId IsRoyaltyBearing:b SalesUpgrade:b Downloads:i Returns:i
  PriceConsumerPaidExcSalesTax?:d CalculatedPriceConsumerPaidForResourceExcSalesTax?:d PromotionalActivity?`;
const SR02 = `${SR_start} SalesTransactionId IsRoyaltyBearing:b NumberOfStreams:d PromotionalActivity?`;

const validity = 'ValidityPeriodStart:date ValidityPeriodEnd:date ContentCategory';
const share = `RightsController? RightsControllerPartyId?:ns RightsControllerWorkId? RightSharePercentage?:d RightsType?:right`;
const SR03 = `${resourceStart} ResourceDisplayArtistName? ResourceDisplayArtistPartyId?:ns Duration?:dur ResourceType:resource
  WorkTitle DspWorkId ISWC? ${people} DspReleaseId? ProprietaryReleaseId*?:ns CatalogNumber? ICPN? ReleaseDisplayArtistName?
  ReleaseDisplayArtistPartyId?:ns ReleaseTitle ReleaseSubTitle? ReleaseLabel? PLine? SalesTransactionId Usages:d NetRevenue?:d
  ${validity} ${share} AllocatedNetRevenue?:d AllocatedAmount?:d AllocatedUsages?:d AllocatedNetUsage?:d`;
const SR06 = `${resourceStart} ResourceDisplayArtistName? ResourceDisplayArtistPartyId?:ns WorkTitle DspWorkId ISWC?
  ComposerAuthor*? ComposerAuthorPartyId*?:ns Usages:d ${validity} ${share} AllocatedAmount?:d AllocatedNetUsage?:d`;

export const usageTables: Readonly<Record<string, string>> = {
  SU01,
  'SU01.02': `${SU01} UseType?:use`,
  'SU01.03': `${SU01} UseType?:use`,
  SU02,
  'SU02.02': `${SU02} UseType?:use`,
  'SU02.03': SU02_03,
  SU03,
  'SU03.01': SU03,
  'SU03.02': SU03_02,
  RU01,
  'RU01.01': `${RU01} ContentCategory`,
  'RU01.02': `${RU01} ContentCategory ParentResourceReference?`,
  RU02,
  'RU02.01': `${RU02} ContentCategory?`,
  'RU02.02': `${RU02} ContentCategory? ParentResourceReference?`,
  LI01,
  'LI01.01': LI01_01,
  'LI01.02': LI01_02,
  'LI01.03': `${renamed(LI01_02, { RightSharePercentage: 'RightShare:d' })} ParentSalesTransactionId? LicensorDataRecordId?`,
  ST01: `${block} ParentSalesTransactionId SummaryRecordId Usages`,
  SR01,
  'SR01.01': `${SR01} ReleaseDate? UseType?:use`,
  SR02,
  'SR02.01': `${SR02} ReleaseDate? UseType?:use PriceConsumerPaidExcSalesTax?:d`,
  SR03,
  SR06,
};
