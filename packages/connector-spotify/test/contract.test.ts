import spotify from '@ledgerline/connector-spotify';
import { upstream } from '@ledgerline/connector-spotify/mock';
import { describeConnector } from '@ledgerline/testkit';

describeConnector({ connector: spotify, upstream });
