import type { ColumnInput, ColumnMap, ColumnRule } from '@ledgerline/core';
import { ConfigError, columnMapOf } from '@ledgerline/core';
import type { FileConfig } from './config.ts';
import type { Marks } from './examined.ts';
import type { Preset } from './preset.ts';
import { amazonDsr, amazonStatements } from './presets/amazon.ts';
import { appleFinance } from './presets/apple.ts';
import { ledgerlineCsv, ledgerlineStandard } from './presets/ledgerline.ts';
import { spotifySales } from './presets/spotify.ts';
import { youtubeAssetRevenue, youtubeMusicRevenue } from './presets/youtube.ts';
import { saleKindHeader } from './sale-kinds.ts';

/** Portal exports of the DSPs, each a feed of its own. Order: as in the README. */
export const portalPresets: readonly Preset[] = Object.freeze([
  ...[spotifySales, appleFinance, amazonStatements, amazonDsr, youtubeMusicRevenue, youtubeAssetRevenue],
]);

/** The name of a mapping that stands in the configuration. */
export const ownPreset = 'own mapping';

/** The kind of file that a feed without a portal export reads: a mapping of one's own, or one of Ledgerline's. */
export function chosenPreset(config: FileConfig, money: boolean): Preset {
  if (config.columns !== undefined) return presetOfConfig(config, money);
  const { preset = 'ledgerline/standard' } = config;
  if (preset === 'ledgerline/standard') return ledgerlineStandard(money);
  if (preset === 'ledgerline/csv') return ledgerlineCsv(money);
  const portal = portalPresets.find(({ name }) => name === preset);
  if (portal && portal.money === money) return portal;
  const names = ['ledgerline/standard', 'ledgerline/csv', ...portalPresets.map(({ name }) => name)];
  throw new ConfigError(
    `There is no preset "${preset}" ${money ? 'with' : 'without'} money; there are ${names.join(', ')}.`,
  );
}

function presetOfConfig({ columns = {}, ignore = [], as = '' }: FileConfig, money: boolean): Preset {
  return {
    name: ownPreset,
    money,
    grain: 'month',
    ...{ summary: `A mapping of the configuration for ${as}.`, documents: '', key: '', source: 'the configuration' },
    format: 'text',
    columns: columnMapOf(columns),
    ignore,
    identify: (_, told) => (told.scope === undefined ? {} : { scope: told.scope }),
  };
}

type Step = Extract<ColumnRule, { kind: 'column' }>['steps'][number];

/** A mapping with the marks of one file in it: decimals, thousands and dates become what the line item wants. */
export function withMarks(columns: ColumnMap, { decimal, thousands, dates }: Marks): ColumnMap {
  const number: Step[] =
    decimal === ',' || thousands !== ''
      ? [{ kind: 'decimal', mark: decimal, ...(thousands === '' ? {} : { thousands }) }]
      : [];
  const date: Step[] = dates === '' ? [] : [{ kind: 'date', pattern: dates }];
  const changed = { units: number, amount: number, amountUsd: number, period: date };
  return Object.fromEntries(
    Object.entries(columns).map(([field, rule]) => {
      const steps = field in changed ? changed[field as keyof typeof changed] : [];
      return [field, steps.length === 0 ? rule : withSteps(rule, steps)];
    }),
  );
}

function withSteps(rule: ColumnInput, steps: readonly Step[]): ColumnRule {
  if (!('kind' in rule)) return { kind: 'column', headers: rule, optional: false, steps };
  if (rule.kind === 'coalesce') return { ...rule, rules: rule.rules.map((one) => withSteps(one, steps)) };
  return rule.kind === 'column' ? { ...rule, steps: [...steps, ...rule.steps] } : rule;
}

/** Header names that a field may be read from, whatever else it may come from. */
export function headersOf(rule: ColumnInput | undefined): readonly string[] {
  if (rule === undefined) return [];
  if (!('kind' in rule)) return rule;
  if (rule.kind === 'coalesce') return rule.rules.flatMap(headersOf);
  return rule.kind === 'column' ? rule.headers : [];
}

/** The columns a file of the preset must have, each by any of its names. */
export function neededHeaders({ columns }: Pick<Preset, 'columns'>): readonly (readonly string[])[] {
  return Object.values(columns).flatMap((rule) => {
    if (!('kind' in rule)) return rule.includes(saleKindHeader) ? [] : [rule];
    return rule.kind === 'column' && !rule.optional ? [rule.headers] : [];
  });
}

/** Headers of what names a recording or release by a code. */
export function idHeaders({ columns }: Pick<Preset, 'columns'>): readonly string[] {
  return [...headersOf(columns.isrc), ...headersOf(columns.upc), ...headersOf(columns.dspTrackId)];
}
