const quote = '"';
/** More than a record of a lake file has; the file is not one of ours then. */
const maxRecordLength = 1 << 24;

/** The cells of every record of a CSV file in the lake's dialect (RFC 4180, line feeds); an empty cell without quotes is absent. */
export async function* csvRecords(texts: AsyncIterable<string>): AsyncGenerator<(string | undefined)[], void, void> {
  let rest = '';
  for await (const text of texts) {
    rest += text;
    let from = 0;
    for (let end = recordEnd(rest, from); end >= 0; end = recordEnd(rest, from)) {
      yield cellsOf(rest.slice(from, end));
      from = end + 1;
    }
    rest = rest.slice(from);
    if (rest.length > maxRecordLength) break;
  }
  if (rest !== '') throw new SyntaxError('the last record has no end');
}

function recordEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  const quoted = text.indexOf(quote, from);
  if (quoted < 0 || (end >= 0 && end < quoted)) return end;
  let inside = false;
  for (let at = quoted; at < text.length; at += 1) {
    const sign = text[at];
    if (sign === quote) inside = !inside;
    else if (sign === '\n' && !inside) return at;
  }
  return -1;
}

function cellsOf(record: string): (string | undefined)[] {
  if (!record.includes(quote)) return record.split(',').map((cell) => (cell === '' ? undefined : cell));
  const cells: (string | undefined)[] = [];
  for (let at = 0; at <= record.length; ) {
    if (record[at] !== quote) {
      const comma = record.indexOf(',', at);
      const end = comma < 0 ? record.length : comma;
      cells.push(end === at ? undefined : record.slice(at, end));
      at = end + 1;
      continue;
    }
    let cell = '';
    for (let from = at + 1; ; ) {
      const end = record.indexOf(quote, from);
      if (end < 0) throw new SyntaxError('a quoted cell has no end');
      cell += record.slice(from, end);
      at = end + 2;
      if (record[end + 1] !== quote) break;
      cell += quote;
      from = end + 2;
    }
    cells.push(cell);
  }
  return cells;
}
