import youtube from '@ledgerline/connector-youtube';
import { upstream } from '@ledgerline/connector-youtube/mock';
import { describeConnector } from '@ledgerline/testkit';

const waivers = { 'memory/flat': 'timed and measured, so left to `npm run conformance` on a quiet machine' };
const thorough = process.env.LEDGERLINE_DEEP !== undefined;

describeConnector({ connector: youtube, upstream, waivers, thorough, rows: 12 });
