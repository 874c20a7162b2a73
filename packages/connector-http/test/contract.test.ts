import http from '@ledgerline/connector-http';
import { upstream } from '@ledgerline/connector-http/mock';
import { describeConnector } from '@ledgerline/testkit';

const waivers = { 'memory/flat': 'timed and measured, so left to `npm run conformance` on a quiet machine' };
const thorough = process.env.LEDGERLINE_DEEP !== undefined;

describeConnector({ connector: http, upstream, waivers, thorough });
