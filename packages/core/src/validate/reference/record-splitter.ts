/** A record of a delimited text: its cells and the line it begins on, counted from 1. */
export type TakeRecord = (cells: readonly string[], line: number) => void;

/** Longer ones are an unclosed quote. Units: characters. */
const maxRecord = 1 << 20;

/** What is wrong with a text at a line. */
export class RecordFault extends Error {
  readonly line: number;

  constructor(line: number, message: string) {
    super(message);
    this.line = line;
  }
}

/**
 * Splits a delimited text (RFC 4180, line feeds or CRLF) that arrives in pieces into records; blank lines are passed over.
 *
 * The delimiter is the one of `,`, `;`, tab and `|` that the first record has most of.
 * Errors: {@link RecordFault} for a quote that is not closed or is followed by text.
 */
export class RecordSplitter {
  readonly #take: TakeRecord;
  #delimiter: string | undefined;
  #rest = '';
  #line = 1;

  constructor(take: TakeRecord) {
    this.#take = take;
  }

  push(text: string): void {
    this.#split(this.#rest === '' ? text : this.#rest + text, false);
  }

  end(): void {
    this.#split(this.#rest, true);
  }

  #split(text: string, final: boolean): void {
    let at = 0;
    while (at < text.length) {
      const feed = text.indexOf('\n', at);
      const stop = feed < 0 ? text.length : feed;
      if (feed < 0 && !final) break;
      const line = text.slice(at, text[stop - 1] === '\r' ? stop - 1 : stop);
      this.#delimiter ??= delimiterOf(line);
      if (line.includes('"')) {
        const next = this.#quoted(text, at, final);
        if (next === undefined) break;
        at = next;
        continue;
      }
      if (line.trim() !== '') this.#take(line.split(this.#delimiter), this.#line);
      this.#line += 1;
      at = stop + 1;
    }
    this.#rest = text.slice(at);
    if (this.#rest.length > maxRecord) throw new RecordFault(this.#line, 'a quote is opened and not closed');
  }

  /** Where the next record begins; undefined when this one is not all there. */
  #quoted(text: string, from: number, final: boolean): number | undefined {
    const delimiter = this.#delimiter ?? ',';
    const cells: string[] = [];
    const begun = this.#line;
    let line = begun;
    for (let at = from; ; ) {
      let cell = '';
      if (text[at] === '"') {
        for (at += 1; ; ) {
          const close = text.indexOf('"', at);
          if (close < 0) {
            if (final) throw new RecordFault(begun, 'a quote is opened and not closed');
            return undefined;
          }
          cell += text.slice(at, close);
          at = close + 1;
          if (text[at] !== '"') break;
          cell += '"';
          at += 1;
        }
        line += cell.split('\n').length - 1;
        if (at >= text.length && !final) return undefined;
      } else {
        const start = at;
        while (at < text.length && text[at] !== delimiter && text[at] !== '\n') at += 1;
        if (at >= text.length && !final) return undefined;
        cell = text.slice(start, text[at - 1] === '\r' && text[at] !== delimiter ? at - 1 : at);
      }
      cells.push(cell);
      if (text[at] === delimiter) {
        at += 1;
        continue;
      }
      if (text[at] === '\r') at += 1;
      if (at < text.length && text[at] !== '\n') throw new RecordFault(line, 'text follows a closing quote');
      this.#take(cells, begun);
      this.#line = line + 1;
      return at + 1;
    }
  }
}

function delimiterOf(line: string): string {
  const counts = [',', ';', '\t', '|'].map((sign) => [line.split(sign).length, sign] as const);
  return counts.reduce((most, next) => (next[0] > most[0] ? next : most))[1];
}
