import { constantOf, lastWord } from '../bytes/words.ts';
import type { ItemField } from '../contracts/line-item.ts';
import type { CellSource, WriteRow } from './row-writer.ts';

/** What a row has besides its cells. */
export interface RowParts {
  /** Writes the beginning of a row; gives its end. */
  readonly begin: (target: DataView, to: number) => number;
  /** Writes what follows the last field. */
  readonly end: (line: number, bytes: Buffer, target: DataView, to: number) => number;
  /** Bytes that both may take together. */
  readonly length: number;
  /** Writes a cell that cannot be copied as it stands; gives its end. */
  readonly putEscaped: (cells: CellSource, start: number, end: number, target: Buffer, to: number) => number;
}

/** Writes the rows of one batch after the other. */
export interface CellWriter {
  /** What `write` writes from then on, in the order of the fields. */
  bind(cells: readonly CellSource[], lines: Int32Array): void;
  /** One function for all batches: one for each would be optimised for a batch that is gone, and then not at all. */
  readonly write: WriteRow;
}

export type MakeWriter = (parts: RowParts) => CellWriter;

/** By names of fields: few sets of them occur in a process, and a function that is known is warm. */
const known = new Map<string, MakeWriter | undefined>();

/**
 * A writer of JSON rows with certain fields, made as code: their keys are numbers in it and every field has a loop of its own, which takes two thirds
 * of the time of one loop over all fields.
 *
 * Shape: undefined where the host forbids code from text; then rows are written by the loop.
 */
export function compileRows(fields: readonly ItemField[]): MakeWriter | undefined {
  const name = fields.join();
  if (!known.has(name)) known.set(name, tryToCompile(fields));
  return known.get(name);
}

function tryToCompile(fields: readonly ItemField[]): MakeWriter | undefined {
  try {
    return new Function('lastWord', codeOf(fields))(lastWord) as MakeWriter;
  } catch (error) {
    if (error instanceof EvalError) return undefined;
    throw error;
  }
}

function codeOf(fields: readonly ItemField[]): string {
  const keys = fields.map((field) => `","${field}":"`);
  const sizes = fields.map((_, at) => `((E${at}[i] - S${at}[i]) & ~(S${at}[i] >> 31))`);
  const variables = fields.map((_, at) => `C${at}, S${at}, E${at}, W${at}, N${at}`);
  const assignments = fields.map(
    (_, at) =>
      `C${at} = cells[${at}]; ({ start: S${at}, end: E${at}, words: W${at} } = C${at}); N${at} = W${at}.byteLength - 4;`,
  );
  return `return ({ begin, end, length, putEscaped }) => {
let ${['lines', ...variables].join(', ')};
return {
bind(cells, given) {
  lines = given;
  ${assignments.join('\n  ')}
},
write(i, buffer) {
  buffer.reserve(length + ${keys.join('').length + 4 * keys.length} + (${[0, ...sizes].join(' + ')}) * 6);
  const t = buffer.words;
  let to = begin(t, buffer.length), from = 0, s = 0, e = 0, m = 0, w = 0;
${keys.map(codeOfField).join('')}
  buffer.length = end(lines[i], buffer.bytes, t, to);
},
};
};`;
}

/** Copies a cell word by word and looks in each for control characters, quotes and backslashes; the last word is looked at without what lies beyond the cell. */
function codeOfField(key: string, at: number): string {
  const { length, words } = constantOf(key);
  const stores = Array.from({ length: words.byteLength / 4 }, (_, word) => {
    return `t.setInt32(to + ${word * 4}, ${words.getInt32(word * 4, true)}, true);`;
  });
  return `  s = S${at}[i];
  if (s >= 0) {
    ${stores.join(' ')}
    from = to += ${length}; e = E${at}[i]; m = 0;
    for (; s + 4 <= e; s += 4, to += 4) {
      w = W${at}.getInt32(s, true);
      m |= ${marks};
      t.setInt32(to, w, true);
    }
    if (s < e) {
      w = s <= N${at} ? W${at}.getInt32(s, true) : lastWord(W${at}, s, e);
      t.setInt32(to, w, true);
      to += e - s;
      w |= 0x60606060 << ((e - s) << 3);
      m |= ${marks};
    }
    if ((m & 0x80808080) !== 0) to = putEscaped(C${at}, S${at}[i], e, buffer.bytes, from);
  }
`;
}

const marksOf = (byte: string) => `(((w ^ ${byte}) - 0x01010101) & ~(w ^ ${byte}))`;
/** High bits where a byte of the word is a control character, a quote or a backslash. */
const marks = `((w - 0x20202020) & ~w) | ${marksOf('0x22222222')} | ${marksOf('0x5c5c5c5c')}`;
