import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Acceptance, Objection } from '../contracts/acceptance.ts';
import {
  type ComparedReport,
  type Equivalence,
  equivalenceSpace,
  type RowDifference,
  type SourcesPolicy,
} from '../contracts/equivalence.ts';
import type { Manifest } from '../contracts/manifest.ts';
import { type Provenance, type Report, reportId } from '../contracts/report.ts';
import type { BatchTransaction, BytesTransaction, OpenSink } from '../contracts/sink.ts';
import { compareDeliveries } from '../equivalence/compare-deliveries.ts';
import { DifferenceFile } from './difference-file.ts';
import type { RunTools } from './pipeline.ts';
import { covers, type Proof } from './prove.ts';

/** Differences that the state store keeps; a file has all of them. */
const keptDifferences = 20;

export interface MeetingRequest {
  readonly report: Report;
  /** What was read and staged. */
  readonly read: {
    readonly revision: string;
    readonly rejected: number;
    readonly transaction: BytesTransaction | BatchTransaction;
  };
  /** What another source has in force. */
  readonly current: Manifest;
  readonly sink: OpenSink;
  readonly policy: SourcesPolicy;
  readonly proof: Proof;
  /** What a person has said about exactly the document that was read. */
  readonly acceptance: Acceptance | undefined;
  readonly tools: RunTools;
  readonly signal: AbortSignal;
}

/** How two sources of a report met. */
export type Meeting = { readonly equivalence: Equivalence } & (
  | { readonly stands: 'read'; readonly acceptance?: Acceptance }
  | { readonly stands: 'current' }
  | { readonly stands: 'held'; readonly objections: readonly Objection[] }
);

/**
 * Compares what was read with what another source has in force, puts the comparison on record, and says which of the two stands.
 *
 * Undefined when nothing of another source is in force. Deliveries that agree are the DSP's, unless files win.
 */
export async function meet(request: MeetingRequest): Promise<Meeting | undefined> {
  const { report, current, policy, proof, acceptance, tools } = request;
  const mine = report.provenance ?? 'api';
  if (current.provenance === mine) return undefined;
  const compared = await compare(request, mine);
  if (compared === undefined) return undefined;
  const { equivalence } = compared;
  const winner = winnerOf(equivalence, policy);
  let meeting: Meeting = { equivalence, stands: winner === mine ? 'read' : 'current' };
  if (winner === 'nobody') {
    const objections = [...proof.objections, { code: 'SOURCES_DIFFER', message: differenceText(equivalence) }];
    meeting =
      acceptance && covers(acceptance, objections)
        ? { equivalence, stands: 'read', acceptance }
        : { equivalence, stands: 'held', objections };
  }
  const stands = meeting.stands === 'read' ? mine : meeting.stands === 'current' ? current.provenance : 'held';
  await record(compared, { report, policy, stands, tools });
  return meeting;
}

function winnerOf({ verdict }: Equivalence, policy: SourcesPolicy): Provenance | 'nobody' {
  if (policy === 'file-wins') return verdict === 'different' ? 'file' : 'api';
  return verdict === 'different' && policy === 'hold' ? 'nobody' : 'api';
}

interface Compared {
  readonly equivalence: Equivalence;
  readonly first: readonly RowDifference[];
  readonly differences?: string;
}

async function compare(
  { report, read, current, sink, tools, signal }: MeetingRequest,
  mine: Provenance,
): Promise<Compared | undefined> {
  const { transaction } = read;
  const [staged, committed] = [transaction.rows?.bind(transaction), sink.rows?.bind(sink)];
  if (!staged || !committed) return undefined;
  const hash = createHash('sha256').update(reportId(report)).digest('hex').slice(0, 16);
  const path = join(tools.folders.run, 'differences', `${hash}.ndjson`);
  const file = tools.dry ? undefined : new DifferenceFile(path);
  const first: RowDifference[] = [];
  const own = {
    rows: staged,
    about: { revision: read.revision, object: report.object, rejected: read.rejected },
  };
  const other = {
    rows: () => committed(current.report),
    about: { revision: current.revision, object: current.object, rejected: current.counts.rejected },
  };
  const equivalence = await compareDeliveries({
    ...(mine === 'file' ? { file: own, api: other } : { file: other, api: own }),
    scratch: join(tools.folders.scratch, hash),
    signal,
    onDifference(difference) {
      if (first.length < keptDifferences) first.push(difference);
      file?.append(difference);
    },
  });
  file?.flush();
  return { equivalence, first, ...(file && first.length > 0 ? { differences: path } : {}) };
}

async function record(
  compared: Compared,
  {
    report,
    policy,
    stands,
    tools,
  }: Pick<ComparedReport, 'stands'> & {
    readonly report: Report;
    readonly policy: SourcesPolicy;
    readonly tools: RunTools;
  },
): Promise<void> {
  const { dsp, account, feed, period, scope } = report;
  const value: ComparedReport = {
    report: { dsp, account, feed, period, scope },
    ...{ run: tools.run, at: new Date(tools.clock.wall()).toISOString(), policy, stands },
    ...compared,
  };
  const told = JSON.parse(JSON.stringify(value));
  const { verdict } = compared.equivalence;
  tools.audit.append('sources.compared', { report: reportId(report), verdict, policy, stands });
  await tools.state.write([{ space: equivalenceSpace, key: reportId(report), value: told }]);
}

/** What two deliveries disagree about, in one sentence; the same for the same deliveries. */
export function differenceText({ onlyFile, onlyApi, different, file, api }: Equivalence): string {
  const parts = [
    ...(onlyFile.rows > 0 ? [`${onlyFile.rows} rows are only in the file${moneyText(onlyFile.amounts)}`] : []),
    ...(onlyApi.rows > 0
      ? [`${onlyApi.rows} rows are only in what the DSP delivered${moneyText(onlyApi.amounts)}`]
      : []),
    ...(different.rows > 0
      ? [`${different.rows} rows differ, the file less the DSP${moneyText(different.amounts)}`]
      : []),
  ];
  return `The file ${file.object} and the DSP's ${api.object} are not the same: ${parts.join('; ')}. See \`ledgerline diff\`.`;
}

function moneyText(amounts: Readonly<Record<string, string>>): string {
  const texts = Object.entries(amounts).map(([currency, amount]) => `${amount} ${currency}`);
  return texts.length === 0 ? '' : ` (${texts.join(', ')})`;
}
