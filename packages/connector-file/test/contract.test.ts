import file from '@ledgerline/connector-file';
import { upstream } from '@ledgerline/connector-file/mock';
import { describeConnector } from '@ledgerline/testkit';

const waivers = { 'memory/flat': 'timed and measured, so left to `npm run conformance` on a quiet machine' };
const thorough = process.env.LEDGERLINE_DEEP !== undefined;

describeConnector({ connector: file, upstream, waivers, thorough });
