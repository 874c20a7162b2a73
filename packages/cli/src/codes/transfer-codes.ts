import type { CodeFamily } from './code-family.ts';

/** Codes of talking to DSPs and of places where files are dropped. */
export const transferCodes: readonly CodeFamily[] = [
  {
    about: 'credentials',
    next: 'renew the credential at the DSP, put it in its variable and run again; it was not tried twice',
    codes: {
      AUTH_REJECTED: 'The DSP refused the credential.',
      AUTH_EXPIRED: 'The credential has lapsed.',
      HOST_KEY_UNKNOWN:
        'The SFTP host shows a key that is not the configured one; make sure it is the right host before you change it.',
    },
  },
  {
    about: 'limits',
    next: 'run again later; what the DSP asked for is remembered',
    codes: {
      RATE_LIMITED: 'The DSP, or a limit of ours, said “not now”.',
      PARKED: 'The report is parked until an instant that is printed.',
    },
  },
  {
    about: 'the DSP or the network',
    next: 'run again later; what is staged is kept. If it stays, look at the status page of the DSP',
    codes: {
      UPSTREAM_UNAVAILABLE: 'The DSP or the network failed, again and again.',
      ADDRESS_LAPSED: 'The address of a document lapsed before it was read; a fresh one is asked for.',
      TRANSPORT_BROKEN: 'A document did not arrive whole.',
      BODY_CORRUPT: 'A document arrived damaged twice in a row.',
      BODY_SHORT: 'A document is shorter than announced.',
      RESUME_MISMATCH: 'A broken download went on with other bytes; it is begun again.',
      DIGEST_MISMATCH: 'A document does not have the digest that was announced.',
      FILE_CHANGED: 'A file is still being written: it changed between listing and reading. A later run takes it.',
      FILE_MISSING: 'A file that was listed is not there any more.',
      FILE_UNREADABLE: 'A file or folder cannot be read.',
      FILE_REFUSED: 'The place where the file lies refuses it: archived, or no permission.',
      FILE_OUTSIDE: 'A path leads out of the folder that was configured; it is not followed.',
      LOCATION_MISSING: 'An answer should lead to a document and names no address.',
      REPORT_GONE: 'The DSP does not keep the report any more; ask for it there, or import a file.',
      REPORT_NOT_READY: 'The report does not exist yet.',
    },
  },
  {
    about: 'answers of the DSP',
    next: 'run again once; if it stays, the DSP changed its interface: update the connector, or tell its author',
    codes: {
      REPLY_UNEXPECTED: 'An answer is not of the form the DSP documents.',
      REPLY_UNREADABLE: 'An answer is not the text or JSON it claims to be.',
      REPLY_TOO_LARGE: 'An answer is larger than any of its kind should be.',
      LISTING_UNEXPECTED: 'A listing is not of the form the DSP documents.',
      LISTING_CHANGED: 'Pages of one listing tell different counts; it changed while it was read.',
      LISTING_MISCOUNTED: 'A listing does not hold as many entries as it says.',
      PAGING_ENDLESS: 'A listing goes on beyond every bound.',
      PAGING_LOOP: 'A page of a listing leads back to one that was read.',
      PAGING_STALLED: 'Pages of a listing repeat, or stay empty without end.',
      WINDOW_UNEXPECTED: 'A report is about another stretch of time than was asked for.',
      WRONG_REPORT: 'The DSP sent another report than was asked for.',
      JOB_UNEXPECTED: 'The DSP tells a state of a report that is being made which nobody knows.',
      JOB_FAILED: 'The DSP could not make a report that was asked for.',
      JOB_LOST: 'The DSP does not know a report any more that it was making.',
      JOB_EXPIRES: 'A reporting job at the DSP will end; renew it there.',
      TYPE_DEPRECATED: 'The DSP will stop making this kind of report; configure its successor.',
      RETENTION_NEAR: 'A report was read shortly before the DSP deletes it; run more often.',
      SERVICE_DISABLED: 'The interface is not switched on for this account at the DSP.',
    },
  },
  {
    about: 'the calendar',
    next: 'ask the DSP for it, or import a file in its place; set `due` if the date is wrong',
    codes: { REPORT_MISSING: 'The report is past its promised date.' },
  },
  {
    about: 'stopping',
    next: 'run again; it continues at the last checkpoint',
    codes: { CANCELLED: 'Somebody asked to stop.' },
  },
];
