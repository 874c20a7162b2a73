import { describeConnector } from '@ledgerline/testkit';
import { createSample } from './sample/connector.ts';
import { upstream } from './sample/upstream.ts';

const waivers = { 'memory/flat': 'timed and measured, so left to `npm run conformance` on a quiet machine' };
const thorough = process.env.LEDGERLINE_DEEP !== undefined;

describeConnector({ connector: createSample(), upstream, waivers, thorough });
