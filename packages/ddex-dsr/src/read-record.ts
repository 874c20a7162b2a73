import { checkOf } from './check-value.ts';
import type { Cell, Dialect } from './escaping.ts';
import type { DsrPlace, IssueLog } from './issues.ts';
import type { CellSpec, Layout } from './layouts/layout.ts';
import { readCells } from './read-cells.ts';
import { DsrRecord } from './record.ts';

/** A record that cannot be used, with the text as received. */
export interface DsrReject {
  readonly code: string;
  readonly message: string;
  readonly recordType: string;
  readonly cell?: string;
  readonly place: DsrPlace;
  readonly raw: string;
}

/** A line on its way to a record. */
export interface RecordInput {
  readonly layout: Layout;
  readonly raw: string;
  readonly place: DsrPlace;
  readonly dialect: Dialect;
}

interface Checked {
  readonly index: number;
  readonly spec: CellSpec;
  readonly check: (text: string) => { readonly code: string; readonly message: string } | undefined;
}

/** What is checked of a layout's cells, worked out once. */
interface Plan {
  readonly mandatory: readonly { readonly index: number; readonly name: string }[];
  readonly checked: readonly Checked[];
}

const plans = new WeakMap<Layout, Plan>();

function planOf(layout: Layout): Plan {
  let plan = plans.get(layout);
  if (plan === undefined) {
    const entries = layout.cells.map((spec, index) => ({ index, spec, check: checkOf(spec.type) }));
    plan = {
      mandatory: entries.filter(({ spec }) => !spec.optional).map(({ index, spec }) => ({ index, name: spec.name })),
      checked: entries.filter((entry): entry is Checked => entry.check !== undefined),
    };
    plans.set(layout, plan);
  }
  return plan;
}

/** Any control character but the TAB between cells. */
const control = /[^\P{Cc}\t]/u;

/** Makes a record of a line and notes everything about it that breaks the rules. */
export function readRecord(input: RecordInput, issues: IssueLog): DsrRecord | DsrReject {
  const { layout, raw, place, dialect } = input;
  const plan = planOf(layout);
  const cells = readCells(raw, layout, dialect);
  if ('message' in cells) {
    const recordType = raw.slice(0, Math.max(0, raw.indexOf('\t'))).trim();
    return { code: 'ESCAPE_INVALID', message: `in ${recordType} ${cells.message}`, recordType, place, raw };
  }
  const recordType = String(cells[0]);
  const note = (code: string, cell: string | undefined, message: string) =>
    issues.finding(code, place, cell === undefined ? { recordType } : { recordType, cell }, message);
  const bad = dialect !== 'csv-like' && raw.indexOf('|') >= 0 ? misplacedPipe(layout, cells) : undefined;
  if (bad !== undefined) {
    const message = `${bad} of ${recordType} holds an unescaped pipe and is no list`;
    const hint = '; if the sender writes its texts so, read it with the lenient dialect';
    if (dialect === 'standard')
      return { code: 'PIPE_UNESCAPED', message: message + hint, recordType, cell: bad, place, raw };
    note('PIPE_UNESCAPED', bad, message);
  }
  if (layout.kind !== 'deal') checkLength(layout, cells, recordType, note);
  for (const { index, name } of plan.mandatory) {
    if (index < cells.length && cells[index] === '')
      note('CELL_EMPTY', name, `${name} of ${recordType} is mandatory and empty`);
  }
  for (const { index, spec, check } of plan.checked) {
    const cell = cells[index];
    if (cell === undefined || cell === '') continue;
    for (const text of typeof cell === 'string' ? [cell] : cell) {
      if (text === '') continue;
      const trimmed = text.charCodeAt(0) > 32 && text.charCodeAt(text.length - 1) > 32 ? text : text.trim();
      if (trimmed !== text) note('CELL_BLANKS', spec.name, `${spec.name} of ${recordType} has blanks around its value`);
      const fault = check(trimmed);
      if (fault !== undefined) note(fault.code, spec.name, `${spec.name} of ${recordType} ${fault.message}`);
    }
  }
  if (control.test(raw)) note('CONTROL_CHARACTER', undefined, `${recordType} holds a control character`);
  return new DsrRecord(layout, cells, raw, place, dialect);
}

/** The first cell with list members that may not have any. */
function misplacedPipe(layout: Layout, cells: readonly Cell[]): string | undefined {
  for (let index = 1; index < cells.length && index < layout.cells.length; index++) {
    const spec = layout.cells[index]!;
    if (typeof cells[index] !== 'string' && !spec.list) return spec.name;
  }
  return undefined;
}

function checkLength(
  layout: Layout,
  cells: readonly Cell[],
  recordType: string,
  note: (code: string, cell: string | undefined, message: string) => void,
): void {
  const expected = layout.cells.length;
  if (cells.length < expected) {
    note(
      'ROW_SHORT',
      undefined,
      `${recordType} has fewer than its ${expected} cells; the missing ones are taken as empty`,
    );
  } else if (cells.length > expected) {
    note('ROW_LONG', undefined, `${recordType} has more than its ${expected} cells; the surplus is kept apart`);
  }
}
