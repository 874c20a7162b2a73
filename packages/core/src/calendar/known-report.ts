import type { Manifest } from '../contracts/manifest.ts';
import type { KnownReport } from './feed-calendar.ts';

/** What the calendar keeps of a manifest; its totals and files are let go. */
export function knownReport(manifest: Manifest): KnownReport {
  const { report, verdict, provenance, revision, sequence, committedAt, acceptances = [] } = manifest;
  const [acceptance] = acceptances;
  return {
    ...{ report, verdict, provenance, revision, sequence, committedAt },
    ...(acceptance === undefined ? {} : { acceptedBy: acceptance.who }),
  };
}
