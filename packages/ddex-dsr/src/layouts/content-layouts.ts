import { renamed } from './layout.ts';

/*
 * Source: DDEX DSR Part 8 and the profile schemas; RE01.02, AS01.02, AS02.03 and MW01.02 from Part 8 1.4, names and order only.
 */
const block = 'RecordType BlockId';

/** The people of a work. */
export const people = `ComposerAuthor*? ComposerAuthorPartyId*?:ns Arranger*? ArrangerPartyId*?:ns MusicPublisher*?
  MusicPublisherPartyId*?:ns WorkContributor*? WorkContributorPartyId*?:ns`;

const resource = `ResourceReference DspResourceId ISRC? Title SubTitle? DisplayArtistName DisplayArtistPartyId?:ns Duration:dur
  ResourceType:resource`;
const resourceWithList = renamed(resource, { ISRC: 'ISRC*?', Duration: 'Duration?:dur' });
const conflict = 'IsSubjectToOwnershipConflict? LastConflictCheck?';

const RE01 = `${block} ReleaseReference DspReleaseId ProprietaryReleaseId*?:ns CatalogNumber? ICPN? DisplayArtistName
  DisplayArtistPartyId?:ns Title SubTitle? ReleaseType? Label? PLine? DataProvider?`;
const AS01_01 = `${block} ${resourceWithList} IsMasterRecording?:b`;
const AS02 = `${block} ${resource} ISWC? ${people}`;
/** IsMasterRecording stands behind the cells of the work. */
const AS02_02 = `${block} ${resourceWithList} ISWC? ${people} ProprietaryWorkId?:ns IsMasterRecording?:b`;
const MW01 = `${block} DspWorkId ISWC? Title SubTitle? ${people} DataProvider?`;

export const contentTables: Readonly<Record<string, string>> = {
  RE01,
  'RE01.02': `${renamed(RE01, { Label: 'ReleaseLabelName?' })} ReleaseDate?`,
  RE02: `${block} ReleaseReference DspSubReleaseId ProprietarySubReleaseId*?:ns UsedResources*`,
  AS01: `${block} ${resource}`,
  'AS01.01': AS01_01,
  'AS01.02': `${AS01_01} ${conflict}`,
  AS02,
  'AS02.01': `${AS02} ProprietaryWorkId?:ns`,
  'AS02.02': AS02_02,
  'AS02.03': `${AS02_02} ${conflict}`,
  MW01,
  'MW01.01': `${MW01} ProprietaryWorkId?:ns`,
  'MW01.02': `${MW01} ProprietaryWorkId?:ns ResourceReference? ParentLicensorDataRecordId? ParentMasterlistId?`,
};

/** The record that the master list has under a code of another. */
export const masterListTables: Readonly<Record<string, string>> = {
  'AS02.03': `${renamed(AS02_02, { ProprietaryWorkId: 'ProprietaryWorkId*?:ns' })} DataProvider?`,
};
