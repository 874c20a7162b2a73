import { defineSink, Path, Type } from '@ledgerline/core';
import { openFolder } from './open-folder.ts';

/** A folder for each revision of a report: rows by partition, dead letters and the manifest; published by one rename. */
export default defineSink({
  name: 'folder',
  version: '1.0.0',
  summary: 'A folder for each revision of a report.',
  config: Type.Object({ path: Path({ description: 'Where the folders go.' }) }),
  open: async ({ path }, { clock }) => openFolder(path, clock),
});
