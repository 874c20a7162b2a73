import amazon from '@ledgerline/connector-amazon';
import { upstream } from '@ledgerline/connector-amazon/mock';
import { describeConnector } from '@ledgerline/testkit';

const waivers = { 'memory/flat': 'timed and measured, so left to `npm run conformance` on a quiet machine' };
const thorough = process.env.LEDGERLINE_DEEP !== undefined;

describeConnector({ connector: amazon, upstream, waivers, thorough });
