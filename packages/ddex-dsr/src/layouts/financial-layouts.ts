import { pair, renamed } from './layout.ts';

/*
 * Source: schema of the Financial Reporting to Record Companies profile 1.0; SY10.01 and SR08.01 from Part 8 1.4, which renames cells and keeps
 * their order.
 */
const SY10 = `RecordType SummaryRecordId DistributionChannelName? DistributionChannelDPID?:dpid CommercialModel:model UseType:use
  ReportingPeriodStartDate:date ReportingPeriodEndDate:date
  SubscriberType? Subscribers?:d ActiveSubscribers?:d PromotionalActivity? Territory:terr ServiceDescription? OfferType? Quality?
  Usages:d AllocatedUsages:d Returns:d MusicUsageRatio:d
  CurrencyOfTransaction:cur CurrencyOfAccounting:cur ExchangeRate:d ExchangeRateSource? DateOfCurrencyExchange?:dt
  ${pair('GrossRevenue', '?')} CalculationType*? CalculationValue*?:d DeductionType*? ${pair('Deductions', '*')}
  ${pair('NetRevenue')} ${pair('AllocatedRevenue')} ${pair('AllocatedNetRevenue')}
  RightsControllerMarketShare?:d SubscriptionFeeInCurrencyOfTransaction?:d SubscriptionFeeInCurrencyOfAccounting:d
  UsageIndependentFeeType*? ${pair('UsageIndependentFee', '*?')} ${pair('FinalTotalAmount')}`;

/** There is no BlockId, and the summary is named in cell 25. */
const SR08 = `RecordType SalesTransactionId
  ReleaseGRid? ReleaseICPN? DspReleaseId LabelReleaseId? ProprietaryReleaseId*?:ns ReleaseContextReleaseGRid?
  ReleaseType? ReleaseTitle? ReleaseSubTitle? ReleaseDisplayArtistName? ReleaseDisplayArtistPartyId?:ns
  ResourceISRC? ResourceISAN? DspResourceId? LabelResourceId? ProprietaryResourceId*?:ns ResourceContextReleaseGRid?
  ResourceType?:resource ResourceTitle? ResourceSubTitle? ResourceDisplayArtistName? ResourceDisplayArtistPartyId?:ns
  SummaryRecordId SalesTransactionDate:date TotalUsages:d Returns:i NetUsage:d
  ${pair('WholesalePrice', '?')} ${pair('SuggestedConsumerPrice', '?')}
  PriceType? PriceRangeType? ${pair('PriceConsumerPaidExcSalesTax', '?')}
  DeductionType*? ${pair('Deductions', '*?')} RightSharePercentage:d
  ${pair('CalculatedUnitPrice')} ${pair('AllocatedRevenue')} ${pair('AllocatedNetRevenue')} CopyrightObligationWithDSP:b`;

export const financialTables: Readonly<Record<string, string>> = {
  SY10,
  'SY10.01': renamed(SY10, {
    DistributionChannelName: 'DistributionChannel?',
    Usages: 'TotalUsages:d',
    MusicUsageRatio: 'MusicUsagePercentage:d',
  }),
  SR08,
  // Both context cells bear one name there; they keep their group here, so that each can be asked for.
  'SR08.01': renamed(SR08, {
    ReleaseGRid: 'GRid?',
    ReleaseICPN: 'ICPN?',
    ResourceISRC: 'ISRC?',
    ResourceISAN: 'ISAN?',
    TotalUsages: 'Usages:d',
  }),
  DE01: 'RecordType DealSpecificCell*?',
};
