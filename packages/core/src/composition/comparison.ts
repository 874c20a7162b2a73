import { asComparedReport, type ComparedReport, equivalenceSpace } from '../contracts/equivalence.ts';
import { reportId } from '../contracts/report.ts';
import type { OpenSink } from '../contracts/sink.ts';
import type { StateStore } from '../contracts/state.ts';

/** The last comparison of a report: as the state store keeps it, else what the manifests in force say of it, without its rows. */
export async function comparisonOf(
  report: string,
  state: StateStore,
  openSinks: () => AsyncIterable<OpenSink>,
): Promise<ComparedReport | undefined> {
  const kept = asComparedReport(await state.get(equivalenceSpace, report));
  if (kept) return kept;
  for await (const sink of openSinks())
    for await (const manifest of sink.manifests()) {
      const { equivalence, run, committedAt: at, provenance: stands } = manifest;
      if (equivalence === undefined || reportId(manifest.report) !== report) continue;
      return { report: manifest.report, run, at, stands, equivalence, first: [] };
    }
  return undefined;
}
