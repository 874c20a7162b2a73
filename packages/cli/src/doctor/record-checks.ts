import { dirname, join } from 'node:path';
import { isLedgerlineError, type OpenSink } from '@ledgerline/core';
import { type Ledgerline, readAudit, readAuditedRun, verifyAuditFile } from '@ledgerline/core/runtime';
import { lastRun } from '@ledgerline/run-report';
import { type Project, withLedgerline } from '../project.ts';
import { type Diagnosis, fault, leftOut, open, quoted, well } from './diagnosis.ts';
import type { Machine } from './machine.ts';
import { openingFault } from './storage-checks.ts';

/** Clocks further apart than this make signed requests and due dates wrong. Units: ms. */
const skewMs = 120_000;

/** What state, ledger and the last run have to say. */
export async function recordChecks(project: Project, configFile: string, machine: Machine): Promise<Diagnosis[]> {
  try {
    return await withLedgerline(project, {}, async (ledgerline) => {
      const opened = well('state.opens', 'the state store opens');
      const ledgers = await ledgerChecks(project, ledgerline, machine);
      const calendar = await calendarCheck(ledgerline);
      return [opened, ...ledgers, calendar, ...(await runChecks(project, configFile))];
    });
  } catch (error) {
    return [openingFault(error, project.config.state)];
  }
}

async function ledgerChecks({ config }: Project, ledgerline: Ledgerline, machine: Machine): Promise<Diagnosis[]> {
  const found: Diagnosis[] = [];
  for (const name of Object.keys(config.sinks)) {
    try {
      found.push(...(await ledgerCheck(name, await ledgerline.openSink(name), machine)));
    } catch (error) {
      if (!isLedgerlineError(error)) throw error;
      found.push(openingFault(error, config.state));
    }
  }
  return found;
}

async function ledgerCheck(name: string, sink: OpenSink, machine: Machine): Promise<Diagnosis[]> {
  let [reports, newest] = [0, ''];
  for await (const { committedAt } of sink.manifests()) {
    reports += 1;
    if (committedAt > newest) newest = committedAt;
  }
  const ahead = newest === '' ? 0 : Date.parse(newest) - machine.wallMs();
  const clock =
    ahead > skewMs
      ? fault(
          'clock.ledger',
          `the last commit of "${name}" lies ${Math.round(ahead / 60_000)} minutes in the future: the clock of this machine is behind, or was ahead`,
          {
            fix: 'set the clock, and keep it set: timedatectl set-ntp true',
            run: 'timedatectl set-ntp true',
          },
        )
      : well('clock.ledger', 'no commit lies in the future');
  let letters = 0;
  for await (const letter of sink.deadLetters()) if (!letter.resolution) letters += 1;
  const dead =
    letters === 0
      ? well('letters.open', `no dead letter of "${name}" is open`)
      : open('letters.open', `${letters.toLocaleString('en')} dead letters of "${name}" are open`, {
          fix: 'see `ledgerline dlq list`; replay what was mended, discard what is not needed',
        });
  return [well('lake.opens', `"${name}" holds ${reports.toLocaleString('en')} reports`), clock, dead];
}

async function calendarCheck(ledgerline: Ledgerline): Promise<Diagnosis> {
  const { feeds } = await ledgerline.calendar();
  const cells = feeds.flatMap(({ cells }) => cells);
  const [held, missing] = (['held', 'missing'] as const).map(
    (wanted) => cells.filter(({ state }) => state === wanted).length,
  );
  if (!held && !missing) return well('reports.due', 'no report is held or missing');
  return open('reports.due', `${held} periods are held, ${missing} are missing`, {
    fix: 'see `ledgerline status`: it says what each of them needs',
  });
}

/** The last run: whether it came to its end, whether its log is as it was written, and what clocks of DSPs said. */
async function runChecks({ config }: Project, configFile: string): Promise<Diagnosis[]> {
  const runsFolder = join(dirname(config.state), 'runs');
  const run = await lastRun(runsFolder);
  if (run === undefined) return [leftOut('run.ended', 'nothing was run yet')];
  const file = join(runsFolder, run, 'audit.ndjson');
  const verdict = await verifyAuditFile(file);
  if (!verdict.intact)
    return [
      fault('audit.intact', `the audit log of run ${run} is not as it was written: ${verdict.message}`, {
        fix: 'find out who changed it, and bring it back from a backup',
      }),
    ];
  const intact = well(
    'audit.intact',
    `the audit log of run ${run} is intact, ${verdict.records.toLocaleString('en')} records`,
  );
  const { summary } = await readAuditedRun(file);
  const ended = summary
    ? well('run.ended', `run ${run} came to its end`)
    : fault('run.ended', `run ${run} has no end on record: it goes on, or was killed`, {
        fix: 'unless it still goes on, run again: it continues at the last checkpoint',
        run: `ledgerline run --config ${quoted(configFile)}`,
      });
  return [intact, ended, await skewCheck(file)];
}

/** How far the clocks of DSPs were from ours in the last answer that told the time. */
async function skewCheck(file: string): Promise<Diagnosis> {
  let worst = 0;
  let seen = 0;
  for await (const { record } of readAudit(file, { wanted: (line) => line.includes('"k":"evidence"') })) {
    const headers = record.headers;
    const date = typeof headers === 'object' && headers !== null && 'date' in headers ? headers.date : undefined;
    const theirs = typeof date === 'string' ? Date.parse(date) : Number.NaN;
    if (Number.isNaN(theirs) || typeof record.wall !== 'number') continue;
    seen += 1;
    const apart = record.wall - theirs;
    if (Math.abs(apart) > Math.abs(worst)) worst = apart;
  }
  if (seen === 0) return leftOut('clock.skew', 'no answer of the last run told the time');
  if (Math.abs(worst) <= skewMs)
    return well('clock.skew', `the clocks of DSPs were within ${Math.ceil(Math.abs(worst) / 1000)} s of ours`);
  return fault(
    'clock.skew',
    `the clock of this machine is ${Math.round(Math.abs(worst) / 1000)} s ${worst > 0 ? 'ahead of' : 'behind'} that of a DSP`,
    {
      fix: 'set the clock, and keep it set',
      run: 'timedatectl set-ntp true',
    },
  );
}
