import spotify from '@ledgerline/connector-spotify';
import { salesUpstream, upstream } from '@ledgerline/connector-spotify/mock';
import { describeConnector } from '@ledgerline/testkit';

const waivers = { 'memory/flat': 'timed and measured, so left to `npm run conformance` on a quiet machine' };

describeConnector({ connector: spotify, upstream, waivers, thorough: false });
describeConnector({ connector: spotify, upstream: salesUpstream, waivers, thorough: false });
