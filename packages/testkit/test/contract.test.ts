import { describeConnector } from '@ledgerline/testkit';
import { createSample } from './sample/connector.ts';
import { upstream } from './sample/upstream.ts';

describeConnector({ connector: createSample(), upstream });
