import type { Feed } from '../contracts/connector.ts';
import type { RowSource } from '../contracts/source.ts';
import { createMapping, type Mapping } from '../map/mapping.ts';
import { mappingOf } from './feed-of.ts';
import type { OpenLookup } from './lookup-pool.ts';
import type { AnyConfig, SyncRequest } from './pipeline.ts';
import type { Reading } from './reading.ts';

/** Binds the mapping of a document to the lookups it needs; those that were opened are added to `opened`, whatever happens. */
export async function openMapping(
  { pipeline, report, tools, signal }: SyncRequest,
  feed: Feed<AnyConfig>,
  source: RowSource,
  reading: Reading,
  opened: OpenLookup[],
): Promise<Mapping> {
  const lookups: Record<string, OpenLookup> = {};
  for (const [name, lookup] of Object.entries(source.lookups ?? {})) {
    const table = await tools.lookups.acquire(lookup, { signal, observer: lookupObserver(reading) });
    opened.push(table);
    lookups[name] = table;
  }
  const { columns, map, ignore } = mappingOf(pipeline, report);
  const { money } = feed;
  return createMapping({ columns, map, ignore: ignore ?? [], money, report, lookups });
}

/** Evidence about a lookup's bytes is evidence about the report; its claims are about its own rows. */
function lookupObserver(reading: Reading) {
  return {
    evidence: (item: Parameters<Reading['evidence']>[0]) => reading.evidence({ ...item, kind: `lookup-${item.kind}` }),
    claim: () => undefined,
    finding: (...said: Parameters<Reading['finding']>) => reading.finding(...said),
  };
}
