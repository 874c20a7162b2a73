/** The profiles that are read; each with the money or the usage of a label or a publisher in it. */
export type ProfileFamily = 'audio' | 'ugc' | 'financial';

export interface Profile {
  /** The name as the standard writes it. */
  readonly name: string;
  readonly family: ProfileFamily;
  /** One record per line and no blocks: the SRB variants. */
  readonly singleRecords: boolean;
}

function profile(name: string, family: ProfileFamily): Profile {
  return Object.freeze({ name, family, singleRecords: name.endsWith('SRB') });
}

export const profiles: readonly Profile[] = Object.freeze([
  profile('FinancialReportingToRecordCompaniesProfileSRB', 'financial'),
  profile('BasicAudioProfile', 'audio'),
  profile('BasicAudioProfileSRB', 'audio'),
  profile('UGCProfile', 'ugc'),
  profile('UGCProfileSRB', 'ugc'),
]);

/** The profile by its name in HEAD, in any case (`UgcProfile` occurs); undefined for those that are not read. */
export function findProfile(name: string): Profile | undefined {
  const wanted = name.trim().toLowerCase();
  return profiles.find((known) => known.name.toLowerCase() === wanted);
}

const audioUsage = 'RE01 RE02 AS01 AS02 MW01 SU01 SU02';

/*
 * The record versions of each profile version.
 * Source: profile schemas; BAP 1.3 and 1.4 as observed.
 */
const records: Readonly<Record<string, string>> = {
  'BasicAudioProfile 1.0': `SY01 SY02 SY03 ${audioUsage}`,
  'BasicAudioProfile 1.1': 'SY01 SY02.01 SY04 SY05 RE01 RE02 AS01 AS02.01 MW01.01 SU01 SU02',
  'BasicAudioProfile 1.2': 'SY01.01 SY02.02 SY04.01 SY05.02 RE01 RE02 AS01.01 AS02.02 MW01.01 SU01 SU02',
  'BasicAudioProfile 1.3':
    'SY01.02 SY02.03 SY03.01 SY04.02 SY05.03 SY12 RE01.02 RE02 AS01.02 AS02.03 MW01.02 SU01.02 SU02.02',
  'BasicAudioProfile 1.4':
    'SY01.03 SY02.04 SY03.02 SY04.03 SY05.04 SY12.01 RE01.03 RE02 AS01.03 AS02.04 MW01.03 SU01.03 SU02.03',
  'BasicAudioProfileSRB 1.2': 'SY01.01 SY02.02 SY04.01 SY05.02 SY06.02 SR01 SR02',
  'UGCProfile 1.0': 'SY02 SY03 AS01 AS02 MW01 RU01 RU02 SU03 LI01',
  'UGCProfile 1.1.1': 'SY02.01 SY04 SY05 AS01 AS02.01 MW01.01 RU01 RU02 SU03.01 LI01.01',
  'UGCProfile 1.2': 'SY02.02 SY04.01 SY09 SY05.02 AS01.01 AS02.02 MW01.01 RU01.01 RU02.01 SU03.02 LI01.02',
  'UGCProfileSRB 1.2': 'SY01.01 SY02.02 SY04.01 SY05.02 SR03 SR06',
  'FinancialReportingToRecordCompaniesProfileSRB 1.0': 'SY10 SR08',
  'FinancialReportingToRecordCompaniesProfileSRB 1.1': 'SY10 SY10.01 SR08 SR08.01',
};

/** The record codes that a version of a profile consists of; undefined for a version that is not known. */
export function recordsOf({ name }: Profile, version: string): ReadonlySet<string> | undefined {
  const codes = records[`${name} ${version === '1.1' && name === 'UGCProfile' ? '1.1.1' : version}`];
  return codes === undefined ? undefined : new Set(codes.split(' '));
}
