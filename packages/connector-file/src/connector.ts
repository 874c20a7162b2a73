import { defineConnector } from '@ledgerline/core';
import { dropCredential, dropHosts, dropOrigin } from '@ledgerline/drop';
import { dropOf } from './client.ts';
import { FileConfig } from './config.ts';
import { feeds } from './feeds.ts';
import { policy } from './policy.ts';

/** Stands in the base URL of drops that are not reached over HTTP; the reserved name says in every message that nothing is there. */
const noOrigin = 'https://no-base-url.invalid';

/** Files of people, taken as the reports they stand for. */
export const file = defineConnector({
  name: 'file',
  version: '0.1.0',
  dsp: 'file',
  summary: 'Files of people: portal exports, the lake’s own CSV and a standard CSV, as the reports they stand for.',
  provenance: 'file',
  config: FileConfig,
  baseUrl: ({ drop }) => dropOrigin(drop) ?? noOrigin,
  policy,
  hosts: ({ drop }) => dropHosts(drop),
  credential: ({ drop }) => dropCredential(drop),
  capabilities: { revisions: true },
  feeds,
  async check(context) {
    for await (const _ of dropOf(context).list(context.config.prefix)) break;
  },
});
