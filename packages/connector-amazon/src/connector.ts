import { defineConnector } from '@ledgerline/core';
import { dropCredential, dropHosts, dropOrigin } from '@ledgerline/drop';
import { dropOf } from './client.ts';
import { AmazonConfig } from './config.ts';
import { dsr } from './dsr.ts';
import { policy } from './policy.ts';
import { statements } from './statements.ts';

/** Stands in the base URL of drops that are not reached over HTTP; the reserved name says in every message that nothing is there. */
const noOrigin = 'https://no-base-url.invalid';

/** Amazon Music: statements and DSR messages from a bucket, an SFTP host or a folder. */
export const amazon = defineConnector({
  name: 'amazon',
  version: '0.1.0',
  dsp: 'amazon',
  summary: 'Amazon Music statements and DSR messages (bucket, SFTP or folder).',
  config: AmazonConfig,
  baseUrl: ({ drop }) => dropOrigin(drop) ?? noOrigin,
  policy,
  hosts: ({ drop }) => dropHosts(drop),
  credential: ({ drop }) => dropCredential(drop),
  capabilities: { revisions: true },
  feeds: { statements, dsr },
  async check(context) {
    for await (const _ of dropOf(context).list(context.config.prefix)) break;
  },
});
