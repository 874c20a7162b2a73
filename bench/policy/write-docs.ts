import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { barChart, lineChart } from './plots.ts';
import { shortNumber } from './report.ts';
import { type Experiment, holds, limitText, type Metric } from './world/result.ts';

const docs = fileURLToPath(new URL('../../docs/', import.meta.url));

/** Writes `docs/policy.md` and its plots from what was measured. */
export async function writeDocs(experiments: readonly Experiment[]): Promise<void> {
  await mkdir(`${docs}policy`, { recursive: true });
  await writeFile(`${docs}policy/load-after-outage.svg`, await outagePlot(experiments));
  await writeFile(`${docs}policy/sends-in-closed-windows.svg`, await windowPlot(experiments));
  await writeFile(`${docs}policy.md`, page(experiments));
}

function outagePlot(experiments: readonly Experiment[]): Promise<string> {
  return lineChart({
    title: 'Load after an outage of 60 s (E3, seed 1)',
    x: 'seconds since the outage began',
    y: 'sends per second',
    series: experiments.find(({ id }) => id === 'E3')?.series ?? [],
    shade: { from: 55, to: 60, text: 'outage' },
    logarithmic: true,
  });
}

function windowPlot(experiments: readonly Experiment[]): Promise<string> {
  const names = new Map([
    ['E2 A', '100 per 10 s'],
    ['E2 B', '300 per 60 s'],
  ]);
  const bars = experiments.flatMap(({ id, rows }) => {
    const group = names.get(id);
    if (group === undefined) return [];
    return rows.map(({ label, metrics }) => ({
      label,
      group,
      value: metrics.find(({ name }) => name === 'in-window')?.mean ?? 0,
    }));
  });
  return barChart({ title: 'Calls sent inside closed windows (E2, mean over ten seeds)', x: 'calls', bars });
}

function page(experiments: readonly Experiment[]): string {
  const intro = [
    '# What the policy engine keeps',
    '',
    'This page is written by `node bench/policy/main.ts --write-docs`; do not edit it by hand.',
    '',
    'The promise: no request is sent inside a window that the DSP declared closed, no call is repeated earlier than the server asked,',
    'waits cost no attempts, and every decision is recorded and can be replayed. The numbers below come from simulations on a virtual clock,',
    'seeds 1 to 10 (E1: 100 trials; E10: 1000 schedules), except E6, whose requests are real, and the last table, whose time is real.',
    '',
    'Rows that do not begin with "ours" are models of strategies, not the libraries that use them. A target written `+-5 %` is a',
    'published value that the model must reproduce; the bounds of our own rows hold for the mean over seeds, and for every seed where',
    'the bound is zero. Each cell reads *mean (min to max)*. Numbers without a target are shown for comparison only.',
    '',
    '![Load after an outage](policy/load-after-outage.svg)',
    '',
    '![Calls sent inside closed windows](policy/sends-in-closed-windows.svg)',
    '',
  ];
  return `${[...intro, ...experiments.flatMap(section)].join('\n').trimEnd()}\n`;
}

function section(experiment: Experiment): string[] {
  const { id, title, setting, rows } = experiment;
  const head = [`## ${id}: ${title}`, '', setting, ''];
  const shapes = new Set(rows.map((row) => row.metrics.map(({ name }) => name).join()));
  if (shapes.size > 1 && rows.some((row) => row.metrics.length > 1) && id !== 'E3')
    return [...head, ...longTable(experiment), ''];
  const names = rows[0]?.metrics ?? [];
  return [
    ...head,
    `| strategy | ${names.map(({ name, unit }) => `${name} (${unit})`).join(' | ')} | log |`,
    `|---|${names.map(() => '---:|').join('')}---|`,
    ...rows.map(
      ({ label, ours, metrics, log }) =>
        `| ${ours ? `**${label}**` : label} | ${metrics.map(cell).join(' | ')} | ${log === undefined ? '' : `\`${log.slice(0, 12)}\``} |`,
    ),
    '',
  ];
}

/** One line per number, for experiments whose rows measure different things. */
function longTable({ rows }: Experiment): string[] {
  return [
    '| what | number | measured | target | log |',
    '|---|---|---:|---|---|',
    ...rows.flatMap(({ label, ours, metrics, log }) =>
      metrics.map((subject, index) => {
        const name = index > 0 ? '' : ours ? `**${label}**` : label;
        const mark = log === undefined || index > 0 ? '' : `\`${log.slice(0, 12)}\``;
        return `| ${name} | ${subject.name} (${subject.unit}) | ${value(subject)} | ${target(subject)} | ${mark} |`;
      }),
    ),
  ];
}

function cell(subject: Metric): string {
  const claim = target(subject);
  return claim === '' ? value(subject) : `${value(subject)}, ${claim}`;
}

function value({ mean, min, max }: Metric): string {
  return min === max ? shortNumber(mean) : `${shortNumber(mean)} (${shortNumber(min)} to ${shortNumber(max)})`;
}

function target(subject: Metric): string {
  if (subject.limit === undefined) return '';
  return `${limitText(subject.limit)} ${holds(subject) ? 'PASS' : 'FAIL'}`;
}
