/**
 * How a sender escapes TAB, pipe and backslash; `MessageVersion` does not tell, so it is set per sender.
 *
 * Shape: `standard` (Part 1, 6.6.4); `lenient` also takes `\|` for a literal pipe; `unescaped-tabs` splits at every TAB and doubles
 * backslashes; `csv-like` puts one backslash before anything, and cannot hold a literal pipe in a list.
 * Source: DDEX DSR Part 1 for `standard`; the others observed in published reports and readers.
 */
export type Dialect = 'standard' | 'lenient' | 'unescaped-tabs' | 'csv-like';

export const dialects: readonly Dialect[] = Object.freeze(['standard', 'lenient', 'unescaped-tabs', 'csv-like']);

/** A cell as decoded: text, or its members where it held unescaped pipes. */
export type Cell = string | readonly string[];

/** Why a line's escapes mean nothing, with the position in its text. */
export interface EscapeFault {
  readonly at: number;
  readonly message: string;
}

/**
 * Splits a line into cells, and cells into list members, while it unescapes them.
 *
 * Shape: under `csv-like` pipes do not split here: only a list cell is split, after unescaping ({@link splitPlain}).
 */
export function decodeLine(text: string, dialect: Dialect): readonly Cell[] | EscapeFault {
  if (text.indexOf('\\') < 0) {
    const cells = text.split('\t');
    return dialect === 'csv-like' || text.indexOf('|') < 0 ? cells : cells.map(splitPlain);
  }
  if (dialect === 'unescaped-tabs') return text.split('\t').map(doubledBackslashes);
  return dialect === 'csv-like' ? oneBackslash(text) : runsOfThree(text, dialect === 'lenient');
}

/** A cell split at its pipes; one without a pipe stays text. */
export function splitPlain(cell: string): Cell {
  return cell.indexOf('|') < 0 ? cell : cell.split('|');
}

/** Collects cells and list members. */
class Cells {
  readonly cells: Cell[] = [];
  text = '';
  #members: string[] | undefined;

  endMember(): void {
    this.#members ??= [];
    this.#members.push(this.text);
    this.text = '';
  }

  endCell(): void {
    if (this.#members === undefined) this.cells.push(this.text);
    else this.cells.push([...this.#members, this.text]);
    this.#members = undefined;
    this.text = '';
  }
}

/** Three backslashes are one; what is left of a run decides over the character behind it. */
function runsOfThree(text: string, lenient: boolean): readonly Cell[] | EscapeFault {
  const out = new Cells();
  let at = 0;
  while (at < text.length) {
    const from = at;
    while (at < text.length && !isMark(text.charCodeAt(at))) at++;
    out.text += text.slice(from, at);
    const run = at;
    while (text[at] === '\\') at++;
    out.text += '\\'.repeat(Math.floor((at - run) / 3));
    const left = (at - run) % 3;
    const next = text[at];
    if (next === '\t' && left === 0) out.endCell();
    else if (next === '|' && left === 0) out.endMember();
    else if ((next === '\t' && left === 1) || (next === '|' && (left === 2 || (lenient && left === 1))))
      out.text += next;
    else if (left !== 0) return { at: run, message: `${at - run} backslashes before ${named(next)} mean nothing here` };
    else continue;
    at++;
  }
  out.endCell();
  return out.cells;
}

function isMark(code: number): boolean {
  return code === 9 || code === 92 || code === 124;
}

function named(character: string | undefined): string {
  if (character === undefined) return 'the end of the line';
  if (character === '\t') return 'a TAB';
  return character === '|' ? 'a pipe' : 'a plain character';
}

/** Pipes first (`\\|` or `\|` is literal), then every pair of backslashes is one. */
function doubledBackslashes(cell: string): Cell {
  const out = new Cells();
  let at = 0;
  for (const match of cell.matchAll(/\\*\|/g)) {
    out.text += cell.slice(at, match.index).replaceAll('\\\\', '\\');
    const run = match[0].length - 1;
    out.text += '\\'.repeat(Math.ceil(Math.max(0, run - 2) / 2));
    if (run === 0) out.endMember();
    else out.text += '|';
    at = match.index + match[0].length;
  }
  out.text += cell.slice(at).replaceAll('\\\\', '\\');
  out.endCell();
  return out.cells[0]!;
}

function oneBackslash(text: string): readonly Cell[] | EscapeFault {
  const out = new Cells();
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!;
    if (character === '\t') out.endCell();
    else if (character !== '\\') out.text += character;
    else if (++at < text.length) out.text += text[at];
    else return { at: at - 1, message: 'a backslash before the end of the line escapes nothing' };
  }
  out.endCell();
  return out.cells;
}

/**
 * Writes a record in a dialect.
 *
 * Errors: RangeError for what the dialect cannot hold: line ends anywhere; a TAB, or a list member but the last that ends in a backslash,
 * under `unescaped-tabs`; a pipe in a list member under `csv-like`.
 */
export function encodeLine(cells: readonly Cell[], dialect: Dialect): string {
  return cells.map((cell) => encodeCell(cell, dialect)).join('\t');
}

function encodeCell(cell: Cell, dialect: Dialect): string {
  if (typeof cell === 'string') return escapeText(cell, dialect);
  for (const [index, member] of cell.entries()) {
    if (dialect === 'csv-like' && member.includes('|')) throw unwritable('a pipe in a list', dialect);
    if (dialect === 'unescaped-tabs' && member.endsWith('\\') && index < cell.length - 1)
      throw unwritable('a backslash before a list delimiter', dialect);
  }
  return cell.map((member) => escapeText(member, dialect)).join('|');
}

function escapeText(text: string, dialect: Dialect): string {
  if (/[\r\n]/.test(text)) throw unwritable('a line end', dialect);
  if (dialect === 'csv-like') return text.replace(/[\\\t|]/g, '\\$&');
  if (dialect === 'unescaped-tabs') {
    if (text.includes('\t')) throw unwritable('a TAB', dialect);
    return text.replaceAll('\\', '\\\\').replaceAll('|', '\\\\|');
  }
  return text.replaceAll('\\', '\\\\\\').replaceAll('\t', '\\\t').replaceAll('|', '\\\\|');
}

function unwritable(what: string, dialect: Dialect): RangeError {
  return new RangeError(`the ${dialect} dialect cannot hold ${what}`);
}
