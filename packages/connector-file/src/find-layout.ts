import type { DialectConfig } from './config.ts';
import type { Dialect } from './examined.ts';
import type { Preset } from './preset.ts';
import { headersOf, neededHeaders } from './records.ts';

/** Where a preset finds its header in the beginning of a file. */
export interface FoundLayout {
  readonly format: Dialect['format'];
  readonly delimiter: string;
  readonly quote: boolean;
  readonly headerLine: number;
  readonly cells: readonly string[];
  readonly preamble: readonly (readonly string[])[];
  /** Columns the preset needs and this line has not; none when it fits. */
  readonly missing: readonly (readonly string[])[];
  /** How many of the preset's columns are there. */
  readonly known: number;
}

/** Deeper than any preamble; the template of the standard explains its columns in a dozen lines. */
const maxHeaderLine = 40;
const delimiters = [',', ';', '\t', '|'] as const;

const normal = (name: string): string => name.trim().replace(/\s+/g, ' ').toLowerCase();

/** Splits one line; a quote opens a cell only at its beginning. */
export function splitLine(line: string, delimiter: string, quote: boolean): string[] {
  const cells: string[] = [];
  for (let at = 0; at <= line.length; ) {
    if (quote && line[at] === '"') {
      let text = '';
      at += 1;
      for (; at < line.length && !(line[at] === '"' && line[at + 1] !== '"'); at += 1) {
        text += line[at];
        if (line[at] === '"') at += 1;
      }
      cells.push(text);
      const next = line.indexOf(delimiter, at);
      at = next < 0 ? line.length + 1 : next + 1;
    } else {
      const next = line.indexOf(delimiter, at);
      cells.push(line.slice(at, next < 0 ? undefined : next));
      at = next < 0 ? line.length + 1 : next + 1;
    }
  }
  return cells;
}

/** The line and delimiter under which most of a preset's columns are found; undefined for a beginning without lines. */
export function findLayout(head: string, preset: Preset, told: DialectConfig): FoundLayout | undefined {
  const text = head.replace(/^\uFEFF/, '');
  const lines = text.split(/\r\n|\n/, maxHeaderLine + 1).slice(0, maxHeaderLine);
  if (/^HEAD\t/.test(text)) return dsrLayout(lines, preset);
  if (/^\s*\{/.test(text)) return ndjsonLayout(lines, preset);
  if (preset.format === 'dsr') return undefined;
  const marks = told.delimiter === undefined ? delimiters : [told.delimiter === 'tab' ? '\t' : told.delimiter];
  let best: FoundLayout | undefined;
  for (const delimiter of marks) {
    const quote = told.quote ?? (delimiter !== '\t' || preset.plainTabs !== true);
    for (const [index, line] of lines.entries()) {
      if (told.headerLine !== undefined && told.headerLine !== index + 1) continue;
      const found = judge(splitLine(line, delimiter, quote), preset);
      if (best !== undefined && !better(found, best)) continue;
      const preamble = lines.slice(0, index).map((before) => splitLine(before, delimiter, quote));
      best = { ...found, format: 'delimited', delimiter, quote, headerLine: index + 1, preamble };
    }
  }
  return best;
}

type Judged = Pick<FoundLayout, 'cells' | 'missing' | 'known'>;

function better(one: Judged, other: Judged): boolean {
  return (
    one.missing.length < other.missing.length ||
    (one.missing.length === other.missing.length && one.known > other.known)
  );
}

function judge(cells: readonly string[], preset: Preset): Judged {
  const there = new Set(cells.map(normal));
  const missing = neededHeaders(preset).filter((names) => !names.some((name) => there.has(normal(name))));
  const known = new Set(
    [...Object.values(preset.columns).flatMap(headersOf), ...preset.ignore]
      .map(normal)
      .filter((name) => there.has(name)),
  ).size;
  return { cells, missing, known };
}

function dsrLayout(lines: readonly string[], preset: Preset): FoundLayout {
  const fits = preset.format === 'dsr';
  return {
    ...{
      format: 'dsr',
      delimiter: '\t',
      quote: false,
      headerLine: 1,
      preamble: [],
      cells: splitLine(lines[0] ?? '', '\t', false),
    },
    ...{ missing: fits ? [] : neededHeaders(preset), known: fits ? 1 : 0 },
  };
}

function ndjsonLayout(lines: readonly string[], preset: Preset): FoundLayout {
  const keys = new Set<string>();
  for (const line of lines) {
    try {
      for (const key of Object.keys(JSON.parse(line) as object)) keys.add(key);
    } catch {
      // The beginning may be cut in the middle of a line; the decoder judges lines, not this look.
    }
  }
  return { ...judge([...keys], preset), format: 'ndjson', delimiter: ',', quote: false, headerLine: 1, preamble: [] };
}
