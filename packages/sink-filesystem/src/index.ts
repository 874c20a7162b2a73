import { defineSink } from '@ledgerline/core';
import { config } from './config.ts';
import { openLake } from './open-lake.ts';

/** The lake on a disk: partitioned NDJSON, CSV or Parquet, each report committed all or nothing. */
export const filesystem = defineSink({
  name: 'filesystem',
  version: '0.1.0',
  summary:
    'Writes dsp=/territory=/period= partitions of NDJSON, CSV or Parquet to a local disk, each report all or nothing.',
  config,
  open: (settings, context) => openLake(settings, context),
});

export default filesystem;
