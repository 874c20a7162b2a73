import { renamed } from './layout.ts';

/*
 * Source: DDEX DSR Part 8 and the profile schemas: BAP 1.0 to 1.2, UGC 1.0 to 1.2. Versions that only Part 8 1.4 and later have
 * (SY01.02, SY01.03, SY02.03, SY03.01, SY05.03, SY09.01, SY12) give names and order; what is optional follows the version before.
 */
const start = `RecordType SummaryRecordId DistributionChannel? DistributionChannelDPID?:dpid CommercialModel:model UseType:use
  Territory:terr`;
const controller = 'RightsController? RightsControllerPartyId?:ns';

const SY01 = `${start} ServiceDescription? Usages:i Subscribers?:d Currency:cur NetRevenue:d IndirectNetRevenue?:d`;
const SY01_01 = `${renamed(SY01, { Currency: 'CurrencyOfReporting:cur' })} CurrencyOfTransaction?:cur ExchangeRate?:d`;
const SY01_02 = renamed(SY01_01, { Usages: 'TotalUsages:i', IndirectNetRevenue: 'IndirectValue?:d' });

const SY02 = `${start} ServiceDescription Usages:i Users?:i Currency:cur NetRevenue:d ${controller} AllocatedUsages*?:d
  AmountPayable*?:d AllocatedNetRevenue?:d`;
const SY02_01 = `${renamed(SY02, { AmountPayable: 'AllocatedRevenue*?:d' })} RightsType?:right`;
const SY02_02 = `${renamed(SY02_01, { Currency: 'CurrencyOfReporting:cur' })} ContentCategory CurrencyOfTransaction?:cur
  ExchangeRate?:d RightsTypePercentage?:d`;
const SY02_03 = renamed(SY02_02, { Usages: 'TotalUsages:i', UseType: 'UseType?:use' });

const SY03 = `${start} ServiceDescription Usages:i Subscribers:d Currency:cur NetRevenue:d ${controller} AllocatedUsages*?:d
  AllocatedRevenue*?:d AllocatedNetRevenue?:d RightsControllerMarketShare?:d ConsumerPaidUnitPrice:d
  FreeOrTrialSubscribers:d ExchangeRateBaseCurrency?:cur ExchangeRate?:d`;
const SY03_01 = `${renamed(SY03, {
  Usages: 'TotalUsages:i',
  Currency: 'CurrencyOfReporting:cur',
  ExchangeRateBaseCurrency: 'CurrencyOfTransaction?:cur',
})} SubscriberType?`;

const subPeriod = 'SubPeriodStartDate?:date SubPeriodEndDate?:date';
const SY04_start = `${start} ServiceDescription SubscriberType Subscribers:d ${subPeriod} UsagesInSubPeriod?:i
  UsagesInReportingPeriod?:i`;
const SY04 = `${SY04_start} Currency:cur ExchangeRateBaseCurrency?:cur ExchangeRate?:d ConsumerPaidUnitPrice:d NetRevenue:d`;
const SY04_01 = `${SY04_start} CurrencyOfReporting:cur CurrencyOfTransaction?:cur ExchangeRate?:d ConsumerPaidUnitPrice:d
  NetRevenue:d MusicUsagePercentage:d`;

const SY05_start = `${start} ServiceDescription? ${controller} RightsType:right TotalUsages?:i AllocatedUsages*?:d MusicUsageRatio?:d`;
const SY05 = `${SY05_start} AllocatedRevenue*?:d AllocatedNetRevenue?:d RightsControllerMarketShare?:d`;
/** The two revenue cells stand the other way round than in SY05. */
const SY05_02 = `${SY05_start} AllocatedNetRevenue*?:d AllocatedRevenue?:d RightsControllerMarketShare?:d
  CurrencyOfReporting?:cur CurrencyOfTransaction?:cur ExchangeRate?:d SubscriberType? ${subPeriod} ContentCategory
  RightsTypePercentage?:d`;
const SY05_03 = `${renamed(SY05_02, { MusicUsageRatio: 'MusicUsagePercentage?:d' })} ParentSummaryRecordId?`;

/** No channel cells here. */
const SY09 = `RecordType SummaryRecordId CommercialModel:model UseType:use Territory:terr ServiceDescription? SubscriberType?
  ${controller} RightsType?:right TotalUsages?:d AllocatedUsages?:d NetRevenue:d IndirectNetRevenue?:d
  RightsControllerMarketShare?:d CurrencyOfReporting:cur CurrencyOfTransaction?:cur ExchangeRate?:d RightsTypePercentage?:d`;

export const summaryTables: Readonly<Record<string, string>> = {
  SY01,
  'SY01.01': SY01_01,
  'SY01.02': SY01_02,
  'SY01.03': `${SY01_02} ExchangeRateSource? DateOfCurrencyExchange? TotalPlaybackDuration?`,
  SY02,
  'SY02.01': SY02_01,
  'SY02.02': SY02_02,
  'SY02.03': SY02_03,
  SY03,
  'SY03.01': SY03_01,
  SY04,
  'SY04.01': SY04_01,
  SY05,
  'SY05.02': SY05_02,
  'SY05.03': SY05_03,
  'SY06.02': `${start} ServiceDescription Usages:i Subscribers?:d CurrencyOfReporting:cur NumberOfReleases?:i NetRevenue?:d
    IndirectNetRevenue?:d PreviewAvailable?:b CurrencyOfTransaction?:cur ExchangeRate?:d ViewingHours?:d`,
  SY09,
  'SY09.01': `${renamed(SY09, { IndirectNetRevenue: 'IndirectValue?:d' })} ${subPeriod} ParentSummaryRecordId?`,
  SY12: `${SY01_02} TotalCostOfContentInCurrencyOfReporting?:d PerformanceRoyaltiesInCurrencyOfReporting?:d`,
};
