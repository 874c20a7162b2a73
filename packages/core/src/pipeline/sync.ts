import {
  type Acceptance,
  acceptanceKey,
  acceptanceSpace,
  asAcceptance,
  type Objection,
} from '../contracts/acceptance.ts';
import type { RejectedRow, RowBatch } from '../contracts/batch.ts';
import type { Feed } from '../contracts/connector.ts';
import type { Equivalence } from '../contracts/equivalence.ts';
import type { SyncOutcome } from '../contracts/events.ts';
import type { JsonValue } from '../contracts/json.ts';
import type { Manifest } from '../contracts/manifest.ts';
import { type Report, reportId } from '../contracts/report.ts';
import type { RowSource, SourceEnd } from '../contracts/source.ts';
import { firstRequestSpace } from '../contracts/state.ts';
import type { Finding } from '../contracts/validator.ts';
import { CancelledError } from '../errors/leaves.ts';
import type { Mapping } from '../map/mapping.ts';
import { totalsOf } from './amended-draft.ts';
import { committedRecord, rejectionRecord } from './audited.ts';
import { deadLetter } from './dead-letters.ts';
import { feedOf, mappingOf } from './feed-of.ts';
import type { OpenLookup } from './lookup-pool.ts';
import { meet } from './meeting.ts';
import { openMapping } from './open-mapping.ts';
import { type Ending, outcomeOf } from './outcome.ts';
import type { AnyConfig, RunTools, SyncRequest } from './pipeline.ts';
import type { Proof } from './prove.ts';
import { Reading } from './reading.ts';
import { RejectionLog } from './rejection-log.ts';
import { type NamedSession, openSessions, tellColumns } from './sessions.ts';
import { settle } from './settle.ts';
import { fingerprint, syncId } from './sync-id.ts';
import { openWriter, type Writer } from './writer.ts';

/** Counts up when a checkpoint holds something else, so that none of an older form is resumed. */
const checkpointForm = 4;

interface Stations {
  readonly reading: Reading;
  readonly mapping: Mapping;
  readonly sessions: readonly NamedSession[];
  readonly writer: Writer;
  readonly rejections: RejectionLog;
}

/** Takes one report through; never throws, every end is an outcome with a verdict. */
export async function syncReport(request: SyncRequest): Promise<SyncOutcome> {
  const { pipeline, report, tools, signal } = request;
  const sync = syncId(report);
  const log = tools.log.child({ pipeline: pipeline.name, sync, report: reportId(report) });
  const opened = pipeline.contextFor(report.account, sync, signal);
  const reading = new Reading();
  const rejections = new RejectionLog(log);
  const lookups: OpenLookup[] = [];
  let writer: Writer | undefined;
  try {
    const { object } = report;
    const since = await firstRequestBefore(sync, tools);
    tools.audit.append('sync.started', {
      ...{ pipeline: pipeline.name, sync, report: reportId(report), object },
      ...(since === undefined ? {} : { firstRequestMs: since }),
    });
    const feed = feedOf(pipeline, report);
    const source = await feed.read(opened.context, report);
    const mapping = await openMapping(request, feed, source, reading, lookups);
    writer = await openWriter(pipeline.sink, await identityOf(request, feed), report, reading.groups);
    const resumed = writer.transaction.resumed as
      | { reading: JsonValue; staged: JsonValue; sessions: Record<string, JsonValue> }
      | undefined;
    if (resumed) {
      reading.restore(resumed.reading);
      writer.staged.restore(resumed.staged);
    }
    const sessions = await openSessions({
      ...{ validators: pipeline.validators, pipeline: pipeline.name, report, money: feed.money, tools, log },
      snapshots: resumed?.sessions ?? {},
    });
    tools.onEvent({ type: 'sync.started', pipeline: pipeline.name, sync, report, resumedAt: reading.read });
    const end = await readAll(request, source, { reading, mapping, sessions, writer, rejections });
    return await conclude(request, { reading, mapping, sessions, writer, rejections }, feed, end);
  } catch (error) {
    const settled = settle(signal.aborted ? new CancelledError(undefined, { cause: error }) : error);
    const release = settled.keepStaging ? writer?.transaction.suspend() : writer?.transaction.abandon();
    await release?.catch((cause: unknown) => log.warn('staging.release_failed', { message: String(cause) }));
    if (settled.code === 'INTERNAL')
      log.error('sync.crashed', { stack: error instanceof Error ? error.stack : String(error) });
    return outcomeOf(report, reading, { ...settled, effect: 'none' });
  } finally {
    rejections.end();
    for (const lookup of lookups) lookup.release();
    await opened.close();
  }
}

/** When an earlier run first asked for this report; when none did, this one is about to, and a later run will hear of it. */
async function firstRequestBefore(sync: string, { state, clock }: RunTools): Promise<number | undefined> {
  const known = await state.get(firstRequestSpace, sync);
  if (typeof known === 'number') return known;
  await state.write([{ space: firstRequestSpace, key: sync, value: Math.floor(clock.wall()) }]);
  return undefined;
}

async function identityOf({ pipeline, report, tools }: SyncRequest, feed: Feed<AnyConfig>) {
  const { dsp, account, feed: name, period, scope, tag, expected, facts } = report;
  const { sink, connector, validators, batchRows, checkpointRows } = pipeline;
  const encoding = sink.accepts === 'bytes' ? sink.encoding : 'batches';
  const { columns, map } = mappingOf(pipeline, report);
  const rules = await Promise.all(
    validators.map(async ({ name, settings, prepare }) => [name, settings, await prepare(tools.lookups)]),
  );
  return {
    report: { dsp, account, feed: name, period, scope },
    ...(tag === undefined ? {} : { tag }),
    fingerprint: fingerprint([
      [connector.name, connector.version, columns, map, feed.money],
      [encoding, batchRows, checkpointRows, expected, facts, checkpointForm],
      rules,
    ]),
  };
}

async function readAll(request: SyncRequest, source: RowSource, stations: Stations): Promise<SourceEnd> {
  const { pipeline, tools, signal, report } = request;
  const { reading, mapping, writer } = stations;
  const rows = source.open({
    batchRows: pipeline.batchRows,
    bind: (header) => mapping.bind(header),
    signal,
    observer: reading,
    ...(reading.cursor ? { resume: reading.cursor } : {}),
  });
  let sinceCheckpoint = 0;
  while (true) {
    const { value, done } = await rows.next();
    stopIfAsked(signal);
    if (done) return value;
    sinceCheckpoint += value.records;
    const staged = stageBatch(value, stations, reportId(report), tools, syncId(report));
    if (staged) await staged;
    value.release?.();
    if (sinceCheckpoint >= pipeline.checkpointRows) {
      await writer.flush();
      await writer.transaction.checkpoint(checkpointOf(stations));
      sinceCheckpoint = 0;
    }
    const { read, rejected } = reading;
    tools.onEvent({ type: 'sync.progress', pipeline: pipeline.name, sync: syncId(report), rows: read, rejected });
  }
}

/** A stop leaves staging at its last checkpoint, whatever the reason the signal carries. */
function stopIfAsked(signal: AbortSignal): void {
  if (signal.aborted) throw new CancelledError();
}

function checkpointOf({ reading, sessions, writer }: Stations): JsonValue {
  const learned = sessions.flatMap(([name, session]) =>
    session.snapshot ? [[name, session.snapshot()] as const] : [],
  );
  return { reading: reading.snapshot(), staged: writer.staged.snapshot(), sessions: Object.fromEntries(learned) };
}

/** Maps, validates and stages one batch; awaits only when the sink must. */
function stageBatch(
  batch: RowBatch,
  { reading, mapping, sessions, writer, rejections }: Stations,
  report: string,
  tools: RunTools,
  sync: string,
): Promise<void> | undefined {
  const { items, rejects } = mapping.map(batch);
  reading.read += batch.records;
  for (const [reason, count] of Object.entries(batch.skipped)) reading.skip(reason, count);
  reading.bench.sit(items);
  for (const [, session] of sessions) session.check(items, reading.bench);
  const rejected: RejectedRow[] = [...batch.rejects, ...rejects, ...reading.bench.takeRejects()];
  rejected.sort((left, right) => left.place.record - right.place.record);
  for (const row of rejected) reading.reject(row);
  reading.accepted += batch.records - rejected.length;
  const found = reading.groups.find(items);
  reading.totals.add(items, found);
  reading.cursor = batch.cursor;
  const letters = rejected.map((row) => deadLetter(report, row));
  if (letters.length > 0) tools.audit.append('rows.rejected', rejectionRecord(sync, letters));
  if (letters.length > 0) rejections.take(letters);
  const bury = () => (letters.length > 0 ? writer.transaction.reject(letters) : undefined);
  const written = writer.write(items, found);
  // Calls of a transaction never overlap.
  return (written ? written.then(bury) : bury()) ?? undefined;
}

async function conclude(
  request: SyncRequest,
  stations: Stations,
  feed: Feed<AnyConfig>,
  end: SourceEnd,
): Promise<SyncOutcome> {
  const { pipeline, report, tools, signal } = request;
  const { reading, mapping, sessions, writer } = stations;
  await writer.flush();
  tellColumns(sessions, mapping, reading);
  reading.noteOpenEnd(report.object);
  const findings: Finding[] = [];
  for (const [, session] of sessions) findings.push(...((await session.finish?.()) ?? []));
  findings.push(...reading.bench.findings());
  const acceptance = await acceptanceOf(report, end.digest, tools);
  const proof = reading.prove(report, feed, pipeline.budget, findings, writer.staged, acceptance);
  const sync = syncId(report);
  tools.audit.append('sync.proved', {
    sync,
    verdict: proof.verdict,
    code: proof.code,
    counts: { ...reading.counts() },
    failed: proof.claims.filter(({ holds }) => !holds).map((claim) => ({ ...claim, cell: { ...claim.cell } })),
  });
  stopIfAsked(signal);
  if (proof.objections.length > 0 && !proof.acceptance) {
    await writer.transaction.abandon();
    return outcomeOf(report, reading, { ...proof, effect: 'none', revision: end.digest });
  }
  const current = await pipeline.sink.current(report);
  const revision = end.digest;
  if (current?.revision === revision && !tools.again?.has(reportId(report))) {
    await writer.transaction.abandon();
    return outcomeOf(report, reading, { ...proof, effect: 'unchanged', revision });
  }
  const { transaction } = writer;
  const meeting =
    current &&
    (await meet({
      ...{ report, current, sink: pipeline.sink, policy: pipeline.sourcesDiffer, proof, acceptance, tools, signal },
      read: { revision, rejected: reading.rejected, transaction },
    }));
  stopIfAsked(signal);
  if (!meeting) return await commit(request, stations, proof, findings, end, current);
  const { equivalence, stands } = meeting;
  if (stands === 'read') {
    const accepted = meeting.acceptance === undefined ? proof : { ...proof, acceptance: meeting.acceptance };
    return await commit(request, stations, accepted, findings, end, current, equivalence);
  }
  await transaction.abandon();
  if (stands === 'held') return outcomeOf(report, reading, { ...heldBy(meeting.objections), revision, equivalence });
  const yieldedTo = { provenance: current.provenance, revision: current.revision };
  return outcomeOf(report, reading, { ...proof, effect: 'unchanged', revision, equivalence, yieldedTo });
}

/** A report that no one but a person can decide about. */
function heldBy(objections: readonly Objection[]): Ending {
  const [{ code = '', message = '' } = {}] = objections.slice(-1);
  return { verdict: 'held', effect: 'none', code, message, objections };
}

/** What a person has said about exactly this document. */
async function acceptanceOf(report: Report, revision: string, { state }: RunTools): Promise<Acceptance | undefined> {
  const key = acceptanceKey({ subject: 'report', id: reportId(report), revision });
  return asAcceptance(await state.get(acceptanceSpace, key));
}

async function commit(
  { pipeline, report, tools }: SyncRequest,
  { reading, sessions, writer }: Stations,
  proof: Proof,
  findings: readonly Finding[],
  end: SourceEnd,
  before: Manifest | undefined,
  equivalence?: Equivalence,
): Promise<SyncOutcome> {
  await tools.audit.flush();
  const { end: audit } = tools.audit;
  const draft = reading.draft(report, pipeline.connector, end, proof, findings, tools);
  const compared = equivalence === undefined ? {} : { equivalence };
  const manifest = await writer.transaction.commit({ ...draft, ...compared, audit });
  for (const [, session] of sessions) await session.commit?.();
  const { revision } = manifest;
  if (proof.acceptance) {
    const { who, why, at, objections } = proof.acceptance;
    const told = objections.map((objection) => ({ ...objection }));
    tools.audit.append('sync.accepted', { sync: syncId(report), revision, who, why, at, objections: told });
  }
  tools.audit.append('sync.committed', committedRecord(syncId(report), manifest));
  const superseded = before && {
    rows: before.counts.accepted,
    amounts: totalsOf(before.totals).amountsByCurrency(),
  };
  const ending = { ...proof, effect: 'committed', revision, findings, ...compared } as const;
  return outcomeOf(report, reading, { ...ending, ...(superseded && { superseded }) });
}
