import { defineSink } from '@ledgerline/core';
import { config } from './config.ts';
import { openLake } from './open-lake.ts';

/** The lake on a disk: partitioned NDJSON or CSV, each report committed all or nothing. */
export const filesystem = defineSink({
  name: 'filesystem',
  version: '0.1.0',
  summary: 'Writes dsp=/territory=/period= partitions of NDJSON or CSV to a local disk, each report all or nothing.',
  config,
  open: (settings, context) => openLake(settings, context),
});

export default filesystem;
