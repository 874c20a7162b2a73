import { type Cell, type Dialect, encodeLine } from '../src/escaping.ts';

/** The HEAD of a fictitious sender. */
export function head(
  changes: Partial<Record<'profile' | 'version' | 'message' | 'file' | 'files' | 'messageVersion', string>> = {},
): Cell[] {
  const { profile = 'BasicAudioProfile', version = '1.1', message = 'm-1', file = '1', files = '1' } = changes;
  return [
    'HEAD',
    changes.messageVersion ?? 'dsrf/1.1.2/6/1.0',
    profile,
    version,
    message,
    '2026-04-12T08:30:00Z',
    file,
    files,
    '2026-03-01',
    '2026-03-31',
    'PADPIDA2011072101T',
    'Fictitious Tunes',
    'premium',
    'PADPIDA2014122301Q',
    'Invented Records',
    '',
  ];
}

/** A SY01 row. */
export function sy01(id: string, territory = 'GB', currency = 'GBP'): Cell[] {
  return ['SY01', id, '', '', 'SubscriptionModel', 'OnDemandStream', territory, '', '10', '', currency, '1.5', ''];
}

/** A SY02.01 row of a rights controller. */
export function sy02(id: string, controller: string, right: string): Cell[] {
  const start = ['SY02.01', id, '', '', 'SubscriptionModel', 'OnDemandStream', 'GB', 'premium', '10', '', 'GBP', '1.5'];
  return [...start, controller, '', '', '', '', right];
}

/** An AS01 row. */
export function as01(block: string, reference: string, title = 'Title', isrc: Cell = 'QZABC2600001'): Cell[] {
  return ['AS01', block, reference, `trk-${reference}`, isrc, title, '', 'Artist', '', 'PT3M', 'SoundRecording'];
}

/** A SU02 row of a recording. */
export function su02(block: string, summary: string, resource: string, streams = '10'): Cell[] {
  return ['SU02', block, summary, `tx-${block}-${resource}`, '', resource, 'true', streams, '', ''];
}

export interface MessageShape {
  readonly dialect?: Dialect;
  readonly lineEnd?: '\n' | '\r\n';
  readonly finalLineEnd?: boolean;
  /** Cells of the footer to write in place of the true ones. */
  readonly footer?: Readonly<Record<number, string>>;
  readonly withoutFooter?: boolean;
}

/** One whole file with a footer that counts right; texts stand for themselves (comments, empty lines, raw records). */
export function fileOf(lines: readonly (string | readonly Cell[])[], shape: MessageShape = {}): string {
  const { dialect = 'standard', lineEnd = '\n', finalLineEnd = true, footer = {}, withoutFooter = false } = shape;
  const records = lines.filter((line): line is readonly Cell[] => typeof line !== 'string');
  const single = String(records[0]?.[2]).endsWith('SRB');
  const summaries = records.filter(([code]) => String(code).startsWith('SY')).length;
  const inBlocks = records.filter(([code]) => /^(RE|AS|MW|SU|RU|LI|ST)/.test(String(code)));
  const blocks = new Set(inBlocks.map(([, id]) => String(id))).size;
  const count = String(lines.length + 1);
  const cells = single
    ? ['SRFO', count, String(summaries)]
    : ['FOOT', count, count, String(summaries), String(blocks), String(blocks)];
  const foot = cells.map((cell, at) => footer[at] ?? cell);
  const all = withoutFooter ? lines : [...lines, foot];
  const texts = all.map((line) => (typeof line === 'string' ? line : encodeLine(line, dialect)));
  return texts.join(lineEnd) + (finalLineEnd ? lineEnd : '');
}

/** A small message with one block. */
export const plainMessage: readonly (string | readonly Cell[])[] = [
  head(),
  sy01('s1'),
  as01('1', 'A1'),
  su02('1', 's1', 'A1'),
];
