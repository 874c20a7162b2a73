import { gzipSync } from 'node:zlib';
import { type Cell, encodeLine } from '@ledgerline/ddex-dsr';
import { generateCatalogue } from './catalogue.ts';
import { createDraws } from './draws.ts';

export interface DsrMessageOptions {
  readonly seed?: string | number;
  /** `YYYY-MM` @default '2026-07' */
  readonly period?: string;
  /** @default 'GB' */
  readonly territory?: string;
  /** Blocks, each of one recording. @default 5 */
  readonly blocks?: number;
  /** @default 1 */
  readonly files?: number;
  /** Basic Audio Profile. @default '1.1' */
  readonly version?: '1.1' | '1.3';
  readonly gzip?: boolean;
  /** `yyyymmddThhmmss`; a later one supersedes. @default '20260812T083000' */
  readonly createdAt?: string;
  /** The folder it lies in. @default '' */
  readonly folder?: string;
}

export interface GeneratedDsrMessage {
  readonly files: readonly { readonly path: string; readonly bytes: Uint8Array }[];
  /** The sign that all files are there, by its path. */
  readonly ctrl: string;
  readonly totals: { readonly rows: number; readonly units: string };
}

/** Makes a DSR message in Amazon's dialect of escaping. Source: the layout is that of DDEX DSR Part 3, Basic Audio Profile 1.1; sender and recipient are made up. */
export function generateDsrMessage(options: DsrMessageOptions = {}): GeneratedDsrMessage {
  const { seed = 1, period = '2026-07', territory = 'GB', blocks = 5, files = 1, version = '1.1' } = options;
  const { createdAt = '20260812T083000', folder = '', gzip = false } = options;
  const draws = createDraws('amazon-dsr', seed, period, territory);
  const catalogue = generateCatalogue(seed, Math.max(8, blocks));
  const [year, month] = period.split('-');
  const lastDay = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  let units = 0n;
  const all = Array.from({ length: blocks }, (_, index) => {
    const id = String(index + 1);
    const track = catalogue[index] ?? draws.pick(catalogue);
    const streams = 1 + draws.int(900);
    units += BigInt(streams);
    // A pipe and a backslash that are no list: what the dialects differ in.
    const title = `${track.title.replaceAll('\n', ' ')} | \\o/`;
    const recording: Cell[] = [
      'AS01',
      id,
      `A${id}`,
      `trk-${id}`,
      track.isrc,
      title,
      '',
      track.artist,
      '',
      'PT3M',
      'SoundRecording',
    ];
    const sale: Cell[] = ['SU02', id, 's1', `tx-${id}`, '', `A${id}`, 'true', String(streams), '', ''];
    return [recording, sale];
  });
  let linesInReport = 0;
  const share = Math.max(1, Math.ceil(all.length / files));
  const extension = gzip ? 'tsv.gz' : 'tsv';
  const base = (part: string): string =>
    `${folder}DSR_LanternRow_AmazonMusic_unlimited_${period}_${territory}_${part}${createdAt}`;
  const written = Array.from({ length: files }, (_, index) => {
    const own = all.slice(index * share, (index + 1) * share);
    const lines: Cell[][] = [
      [
        ...['HEAD', 'dsrf/1.1.2/6/1.0', 'BasicAudioProfile', version, `m-${createdAt}`, '2026-08-12T08:30:00Z'],
        ...[String(index + 1), String(files), `${period}-01`, `${period}-${lastDay}`],
        ...['PADPIDA2014010101X', 'Amazon Music', 'unlimited', 'PADPIDA2014122301Q', 'Lantern Row', ''],
      ],
      [
        'SY02.01',
        's1',
        '',
        '',
        'SubscriptionModel',
        'OnDemandStream',
        territory,
        'unlimited',
        units.toString(),
        '',
        'GBP',
        '1.5',
        '',
        '',
        '',
        '',
        '',
        '',
      ],
      ...own.flat(),
    ];
    linesInReport += lines.length + 1;
    // The figures of the whole report stand in the last file alone.
    const [report, blocksInReport] = index === files - 1 ? [String(linesInReport), String(blocks)] : ['', ''];
    lines.push(['FOOT', String(lines.length + 1), report, '1', String(own.length), blocksInReport]);
    const text = `${lines.map((cells) => encodeLine(cells, 'unescaped-tabs')).join('\n')}\n`;
    const path = `${base(files === 1 ? '' : `${index + 1}of${files}_`)}.${extension}`;
    return { path, bytes: gzip ? gzipSync(text) : Buffer.from(text) };
  });
  return { files: written, ctrl: `${base('')}.ctrl`, totals: { rows: blocks, units: units.toString() } };
}
