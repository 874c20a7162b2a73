import type { CellType } from './layouts/layout.ts';

/* Source: DDEX allowed-value set 1.2. A value that is not here is a finding, never a reason to drop a row. */

const commercialModels = `AdvertisementSupportedModel AsPerContract DeviceFeeModel FreeOfChargeModel PayAsYouGoModel
  PerformanceRoyaltiesModel RightsClaimModel SubscriptionModel Unknown UserDefined`;

const useTypes = `AsPerContract Broadcast Cable ConditionalDownload ContentInfluencedStream Display Download Dub DubForAdvertisement
  DubForLivePerformance DubForMovies DubForMusicOnHold DubForPublicPerformance DubForRadio DubForTV ExtractForInternet KioskDownload
  Narrowcast NonInteractiveStream OnDemandStream Perform PerformAsMusicOnHold PerformInLivePerformance PerformInPublic
  PermanentDownload Playback PlayInPublic Podcast Print PrivateCopy PurchaseAsPhysicalProduct Rent Simulcast Stream TetheredDownload
  TimeInfluencedStream Unknown Use UseAsAlertTone UseAsDevice UseAsKaraoke UseAsRingbackTone UseAsRingbackTune UseAsRingtone
  UseAsRingtune UseAsScreensaver UseAsVoiceMail UseAsWallpaper UseForIdentification UseInMobilePhoneMessaging UseInPhoneListening
  UserDefined UserMakeAvailableLabelProvided UserMakeAvailableUserProvided Webcast`;

const rightsTypes = `MakeAvailableRight MechanicalRight PerformingRight PrintRight ReproductionRight SynchronizationRight UserDefined`;

const resourceTypes = `Image MIDI SheetMusic Software SoundRecording Text UserDefinedResource Video`;

function setOf(values: string): ReadonlySet<string> {
  return new Set(values.split(/\s+/));
}

/** The allowed values by type of cell. */
export const valueSets: { readonly [T in CellType]?: ReadonlySet<string> } = Object.freeze({
  commercialModel: setOf(commercialModels),
  useType: setOf(useTypes),
  rightsType: setOf(rightsTypes),
  resourceType: setOf(resourceTypes),
});
