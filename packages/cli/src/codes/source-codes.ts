import type { CodeFamily } from './code-family.ts';

/** Codes of reports that come from two sources, and of watching. */
export const sourceCodes: readonly CodeFamily[] = [
  {
    about: 'two sources of one report',
    next: 'look at `ledgerline diff REPORT`; then `ledgerline accept REPORT --why TEXT`, or mend either source and run again',
    codes: { SOURCES_DIFFER: 'A file and what the DSP delivered are not the same.' },
  },
  {
    about: 'two sources of one report',
    next: 'bring the file under the period and scope that the DSP uses (--period, --scope), and the two are compared',
    codes: { SOURCES_OVERLAP: 'Two sources deliver the same rows under different periods or scopes.' },
  },
  {
    about: 'two sources of one report',
    next: 'see what is committed and held with `ledgerline status`; run again to compare anew',
    codes: {
      NOT_COMPARED: 'A report has come from one source only, so there is nothing to compare.',
      DIFFERENCES_GONE: 'The list of differences of an earlier run is not there any more.',
    },
  },
  {
    about: 'watching',
    next: 'let the other watcher work, stop it first, or stand by with --standby',
    codes: { WATCH_BUSY: 'Another process watches this pipeline.' },
  },
];
