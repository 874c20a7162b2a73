import file from '@ledgerline/connector-file';
import { upstream } from '@ledgerline/connector-file/mock';
import { describeConnector } from '@ledgerline/testkit';

const waivers = {
  'again/unchanged': 'a file is who its content is, so every listing reads it; it is committed once all the same',
  'memory/flat': 'timed and measured, so left to `npm run conformance` on a quiet machine',
};

describeConnector({ connector: file, upstream, waivers, thorough: false });
