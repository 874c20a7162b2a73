import type { Dialect } from './escaping.ts';
import { dialects } from './escaping.ts';
import { findProfile } from './profiles.ts';

/** How DSR messages are read. */
export interface DsrOptions {
  /** The sender's escaping. @default 'standard' */
  readonly dialect?: Dialect;
  /** Refuses any other profile than this one (in any case). */
  readonly profile?: string;
  /** Makes every finding a failure. @default false */
  readonly strict?: boolean;
  /**
   * What is complete on its own: the `message` with all its files, or each `file`.
   *
   * With `file` nothing shows that the other files of a message ever come. @default 'message'
   */
  readonly unit?: 'message' | 'file';
}

export type CheckedOptions = Required<Omit<DsrOptions, 'profile'>> & Pick<DsrOptions, 'profile'>;

/** Copies, completes and checks options; TypeErrors are for the author. */
export function checkOptions(options: DsrOptions): CheckedOptions {
  const { dialect = 'standard', profile, strict = false, unit = 'message' } = options;
  if (!dialects.includes(dialect))
    throw new TypeError(`no dialect is called ${dialect}; there are ${dialects.join(', ')}`);
  if (profile !== undefined && findProfile(profile) === undefined)
    throw new TypeError(`no profile is called ${profile}`);
  return Object.freeze({ dialect, strict, unit, ...(profile === undefined ? {} : { profile }) });
}
