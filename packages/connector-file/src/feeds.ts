import { ConfigError, type Feed, reportId } from '@ledgerline/core';
import { placeOf } from './client.ts';
import type { FileConfig } from './config.ts';
import { listFiles } from './list-files.ts';
import { tidyAway } from './marked-files.ts';
import type { Preset } from './preset.ts';
import { marksOf, readFile, readLocator } from './read-file.ts';
import { chosenPreset, portalPresets, withMarks } from './records.ts';

function feedOf(
  about: Pick<Preset, 'money' | 'summary' | 'documents' | 'key' | 'grain' | 'claims' | 'columns' | 'ignore'>,
  presetOf: (config: FileConfig) => Preset,
) {
  const { money, summary, documents, key, grain, claims } = about;
  return {
    ...{ money, summary, documents, key, grain },
    ...(claims === undefined ? {} : { declares: claims }),
    emptyDocument: 'unproven',
    place: placeOf,
    list: (context, window) => listFiles(context, window, presetOf(context.config)),
    read: (context, report) => readFile(context, report, presetOf(context.config)),
    mappingFor(config, report) {
      const { columns, ignore } = presetOf(config);
      return { columns: withMarks(columns, marksOf(report)), ignore };
    },
    taken: ({ config }, report) => tidyAway(config, readLocator(report.locator), reportId(report)),
  } satisfies Feed<FileConfig>;
}

/** A feed of one portal export: the report it stands for is known. */
function portalFeed(preset: Preset): Feed<FileConfig> {
  const { as } = preset;
  return Object.freeze({ ...feedOf(preset, () => preset), ...(as === undefined ? {} : { as: () => as }) });
}

/** A feed whose files are of a kind, and of a DSP, that the configuration names. */
function namedFeed(money: boolean): Feed<FileConfig> {
  const about = {
    ...({ money, grain: 'month', columns: {}, ignore: [] } as const),
    summary: `Line items ${money ? 'with' : 'without'} money of the report that \`as\` names, by a preset or a mapping of the configuration.`,
    documents: '`ledgerline/standard`, `ledgerline/csv`, or files that `columns` maps',
    key: 'month · `scope`, else `-`',
  };
  return Object.freeze({
    ...feedOf(about, (config) => chosenPreset(config, money)),
    requires: ['as'],
    as({ as = '' }) {
      const [dsp = '', feed = ''] = as.split('/');
      if (dsp === '' || feed === '') throw new ConfigError('`as` names no report: write DSP/feed, as in deezer/sales.');
      return { dsp, feed };
    },
  } satisfies Feed<FileConfig>);
}

/** Every feed by its name: portal exports by that of their preset. */
export const feeds: Readonly<Record<string, Feed<FileConfig>>> = Object.freeze({
  ...Object.fromEntries(portalPresets.map((preset) => [preset.name, portalFeed(preset)])),
  royalties: namedFeed(true),
  usage: namedFeed(false),
});
