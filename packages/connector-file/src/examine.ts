import { type Body, decode, PayloadError, type ReadObserver } from '@ledgerline/core';
import { charsetStages, decoderOf, unpacking } from './client.ts';
import type { DialectConfig } from './config.ts';
import type { Dialect, Examined } from './examined.ts';
import { fileFault } from './file-fault.ts';
import { type FoundLayout, findLayout } from './find-layout.ts';
import type { Footers, Preset } from './preset.ts';
import { ledgerlineCsv, ledgerlineStandard } from './presets/ledgerline.ts';
import { idHeaders, portalPresets } from './records.ts';
import { type ByteSurvey, surveyBytes } from './survey-bytes.ts';
import { RowSurvey, surveyColumns } from './survey-rows.ts';
import { totalFooters } from './total-rows.ts';

export interface ExamineOptions {
  readonly preset: Preset;
  readonly dialect: DialectConfig;
  readonly signal: AbortSignal;
}

const silent: ReadObserver = { evidence: () => undefined, claim: () => undefined, finding: () => undefined };

/**
 * Finds out how a file is written, over all of its bytes and rows; nothing of it counts before.
 *
 * Memory does not grow with the file. Errors: PayloadErrors for whatever cannot be decided, `PRESET_MISMATCH` for another kind of file.
 */
export async function examine(body: Body, { preset, dialect: told, signal }: ExamineOptions): Promise<Examined> {
  const { object } = body;
  const survey = await surveyBytes(body, signal, told.encoding);
  const layout = findLayout(survey.head, preset, told);
  if (layout === undefined || layout.missing.length > 0) throw mismatch(object, preset, survey, layout);
  if (survey.members.length > 1 && layout.headerLine > 1)
    throw fileFault(
      object,
      'ZIP_UNSUPPORTED',
      'it holds several documents with lines before their header, which cannot be joined; import them one by one.',
    );
  const { encoding } = survey;
  const { format, delimiter, quote, headerLine } = layout;
  const dialect: Dialect = { format, encoding, delimiter, quote, headerLine };
  const { stated } = preset;
  const marks = stated === undefined ? told : { decimal: stated.decimal, thousands: '', dates: stated.dates };
  let rows: RowSurvey | undefined;
  let header: readonly string[] = layout.cells;
  const footers = surveyFooters(preset, layout);
  const decoder = decoderOf(dialect, { ...substanceOf(preset), ...(format === 'delimited' ? { footers } : {}) });
  const source = decode(body, ...unpacking(), ...charsetStages(dialect), decoder);
  const reading = source.open({
    signal,
    observer: silent,
    batchRows: 4096,
    bind(there) {
      header = there;
      const columns = surveyColumns(preset, there);
      rows = new RowSurvey(object, columns);
      const { units, amounts, dates, names, ids, upcs, currency, adjustment, watch } = columns;
      return [
        ...new Set([
          ...units,
          ...amounts,
          ...dates,
          ...names,
          ...ids,
          ...upcs,
          ...watch,
          currency ?? '',
          adjustment ?? '',
        ]),
      ].filter((name) => name !== '');
    },
  });
  for await (const batch of reading) rows?.take(batch);
  if (rows === undefined)
    throw fileFault(object, 'FILE_EMPTY', 'it has a header at most and no content; export it again, or remove it.');
  const { notes, ...found } = rows.settle(marks);
  return {
    ...{ object, sha256: survey.sha256, bytes: survey.bytes, rows: rows.rows, preset: preset.name },
    ...{ members: survey.members, packed: survey.packed, byteOrderMark: survey.byteOrderMark },
    ...{ dialect, header, preamble: layout.preamble, ...found },
    notes: [...survey.notes, ...notes],
  };
}

export function substanceOf({ substance }: Preset): { readonly substance?: readonly string[] } {
  return substance === undefined ? {} : { substance };
}

/** Footers as far as telling them from data goes; claims come when the file is read. */
function surveyFooters(preset: Preset, { cells, delimiter, preamble }: FoundLayout): Footers {
  if (preset.footers) return preset.footers({ preamble, currencies: [] });
  const columns = { units: [], amount: [], ids: idHeaders(preset) };
  return totalFooters(cells, delimiter, columns, { currencies: [] }, { decimal: '.', thousands: '' });
}

/** What else the file could be, by its header. */
export function recognise(head: string): Preset | undefined {
  const known = [...portalPresets, ledgerlineCsv(true), ledgerlineStandard(true)];
  return known
    .map((preset) => ({ preset, layout: findLayout(head, preset, {}) }))
    .filter(({ layout }) => layout?.missing.length === 0)
    .sort((one, other) => other.layout!.known - one.layout!.known)[0]?.preset;
}

/** The error of a file of another kind; `looksLike` in its details is the preset it fits. */
function mismatch(object: string, preset: Preset, { head }: ByteSurvey, layout: FoundLayout | undefined): Error {
  const other = recognise(head);
  const lacks = (layout?.missing ?? []).slice(0, 4).map((names) => names.join(' or '));
  const what = lacks.length === 0 ? 'is no file of this kind' : `has no column ${lacks.join(', ')}`;
  const next = other
    ? `It looks like ${other.name}: import it with --as ${other.name}, or put it into that feed's folder.`
    : 'Check that it is the right export, or map its headers with `columns` of the configuration.';
  return new PayloadError(`${object} ${what}, so it is not ${preset.name}. ${next}`, {
    code: 'PRESET_MISMATCH',
    details: { object, ...(other === undefined ? {} : { looksLike: other.name }) },
  });
}
