import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import amazon from '@ledgerline/connector-amazon';
import { upstream as amazonUpstream } from '@ledgerline/connector-amazon/mock';
import apple from '@ledgerline/connector-apple';
import { upstream as appleUpstream } from '@ledgerline/connector-apple/mock';
import file from '@ledgerline/connector-file';
import spotify from '@ledgerline/connector-spotify';
import { salesUpstream, upstream as spotifyUpstream } from '@ledgerline/connector-spotify/mock';
import youtube from '@ledgerline/connector-youtube';
import { upstream as youtubeUpstream } from '@ledgerline/connector-youtube/mock';
import { type JsonObject, reportId } from '@ledgerline/core';
import { builtinValidators, createLedgerline, readConfig, resolvePlugins } from '@ledgerline/core/runtime';
import filesystem from '@ledgerline/sink-filesystem';
import { type AnyConnector, type Upstream, World } from '@ledgerline/testkit/checks';
import { expect, test } from 'vitest';

const format = { format: 'csv', compress: 'none' } as const;
const silent = { debug() {}, info() {}, warn() {}, error() {}, child: () => silent };

/** The lake of a folder: what each report's line items are, partition by partition, and how it was provenanced. */
async function lakeOf(path: string, world: World) {
  const sink = await filesystem.open({ path, ...format }, { clock: world.clock, log: silent });
  try {
    const manifests = await Array.fromAsync(sink.manifests());
    return manifests.map(({ report, provenance, totals, counts, files }) => ({
      report,
      provenance,
      totals,
      accepted: counts.accepted,
      texts: files.map((one) => readFileSync(join(path, one.path), 'utf8')),
    }));
  } finally {
    await sink.close();
  }
}

type Committed = Awaited<ReturnType<typeof lakeOf>>[number];

/** Every row of every file, without headers. */
function rowsOf({ texts }: Committed): readonly string[] {
  return texts.flatMap((text) => text.split('\n').slice(1)).filter((line) => line !== '');
}

/** Line items without the CSV around them, and without the one cell that says which of the two sources they came from. */
function linesOf(committed: Committed): readonly string[] {
  return rowsOf(committed)
    .map((line) => line.replace(/,(?:api|file)$/, ','))
    .sort();
}

/** What the rows say about where they came from. */
function provenancesOf(committed: Committed): readonly string[] {
  // Titles have line feeds in them; the last line of a row ends with its source line and this cell.
  return [...new Set(rowsOf(committed).flatMap((line) => /,\d+,(\w+)$/.exec(line)?.[1] ?? []))];
}

function oneFile({ texts }: Committed): string {
  const [first = ''] = texts;
  return texts.map((text) => (text === first ? text : text.slice(text.indexOf('\n') + 1))).join('');
}

/** Imports each report's rows from one CSV file of its own, into a lake of its own. */
async function importAll(world: World, committed: readonly Committed[], connector: AnyConnector) {
  const folder = join(world.folder, 'imported');
  mkdirSync(folder);
  const pipelines: Record<string, JsonObject> = {};
  for (const [index, report] of committed.entries()) {
    const { dsp, feed, account } = report.report;
    const inbox = join(folder, `inbox-${index}`);
    mkdirSync(inbox);
    const path = join(inbox, 'part.csv');
    writeFileSync(path, oneFile(report));
    // The clock of the world stands in the past of this machine.
    utimesSync(path, 1, 1);
    const money = connector.feeds[feed]?.money === true;
    pipelines[`p${index}`] = {
      connector: 'file',
      accounts: [account],
      feeds: [money ? 'royalties' : 'usage'],
      config: { drop: { kind: 'directory', path: inbox, minAgeMs: 0 }, as: `${dsp}/${feed}`, preset: 'ledgerline/csv' },
      since: '2000-01',
      until: '2099-12',
    };
  }
  const outcomes = [];
  // One after the other: each stands for itself, as separate imports do.
  for (const [name, pipeline] of Object.entries(pipelines)) {
    const path = join(folder, 'ledgerline.yaml');
    writeFileSync(
      path,
      JSON.stringify({
        sinks: { lake: { ...format, use: 'filesystem', path: './lake' } },
        pipelines: { [name]: pipeline },
      }),
    );
    const loaded = await readConfig(path, { env: {} });
    const plugins = await resolvePlugins(loaded, {
      builtin: { connector: { file }, sink: { filesystem }, validator: builtinValidators },
    });
    const ledgerline = await createLedgerline({ config: loaded, plugins, clock: world.clock, run: name });
    const { pipelines: results } = await ledgerline.run();
    outcomes.push(...(results[name]?.outcomes ?? []));
    await ledgerline.close();
  }
  return { outcomes, lake: await lakeOf(join(folder, 'lake'), world) };
}

const digest = (lines: readonly string[]): string => createHash('sha256').update(lines.join('\n')).digest('hex');

test.each([
  ['amazon', amazon, amazonUpstream],
  ['apple', apple, appleUpstream],
  ['spotify streams', spotify, spotifyUpstream],
  ['spotify sales', spotify, salesUpstream],
  ['youtube', youtube, youtubeUpstream],
] as const)(
  'rows of %s that were written as CSV and imported again are the same line items, byte for byte',
  { timeout: 60_000 },
  async (_, connector, upstream) => {
    const world = await World.open({
      connector: connector as AnyConnector,
      upstream: upstream as Upstream,
      rows: 200,
      sink: format,
    });
    try {
      await world.run();
      const before = await lakeOf(join(world.folder, 'lake'), world);
      const withRows = before.filter(({ accepted }) => accepted > 0);
      expect(withRows.length).toBeGreaterThan(0);
      const { outcomes, lake } = await importAll(world, withRows, connector as AnyConnector);
      expect(outcomes.map(({ effect, message }) => message ?? effect)).toEqual(withRows.map(() => 'committed'));
      const after = new Map(lake.map((one) => [reportId(one.report), one]));
      for (const report of withRows) {
        const imported = after.get(reportId(report.report));
        expect(imported).toBeDefined();
        expect(digest(linesOf(imported!)), `${linesOf(imported!)[0]}\n${linesOf(report)[0]}`).toBe(
          digest(linesOf(report)),
        );
        expect(imported?.totals).toEqual(report.totals);
        expect([report.provenance, imported?.provenance]).toEqual(['api', 'file']);
        expect([provenancesOf(report), provenancesOf(imported!)]).toEqual([['api'], ['file']]);
      }
    } finally {
      await world.close();
    }
  },
);
