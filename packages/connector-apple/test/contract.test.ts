import apple from '@ledgerline/connector-apple';
import { salesUpstream, upstream } from '@ledgerline/connector-apple/mock';
import { describeConnector } from '@ledgerline/testkit';

const waivers = { 'memory/flat': 'timed and measured, so left to `npm run conformance` on a quiet machine' };
const thorough = process.env.LEDGERLINE_DEEP !== undefined;

describeConnector({ connector: apple, upstream, waivers, thorough });
// The other half of the connector is proven where there is time for all of it.
if (thorough) describeConnector({ connector: apple, upstream: salesUpstream, waivers, thorough });
