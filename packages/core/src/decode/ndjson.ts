import type { Decoder, OpenRows } from '../contracts/source.ts';
import { PayloadError } from '../errors/leaves.ts';
import { JsonReader } from './json-reader.ts';
import { type JsonNode, JsonTree } from './json-tree.ts';
import { checkLength, isBlank, NdjsonScanner, truncated } from './ndjson-scanner.ts';
import { readDocument, type StartDocument } from './read-document.ts';

export interface NdjsonOptions {
  /** Says that numbers keep their source text, digit for digit; they always do. */
  readonly exactNumbers?: true;
  /** A longer line is an error, so that memory stays flat. @default 1 MiB */
  readonly maxRecordBytes?: number;
}

/** The header is what the first batch shows, within this many bytes. */
const headerBytes = 8 * 1024 * 1024;
/** Findings about late keys; more of them say nothing new. */
const maxLateKeys = 50;

/**
 * Decodes newline-delimited JSON objects in UTF-8: positions of values, no objects.
 *
 * Shape: a column is a dotted path (`trackv2.isrc`); numbers keep their source text, arrays are their JSON text, `null` is an absent cell.
 * The header is the paths of the first batch, in order of appearance; a path that first appears later is the finding `COLUMN_LATE`.
 * Paths are compared exactly; `get` of a path that the record does not have is undefined. Blank lines are skipped as `blank`.
 * Errors: rejects `NDJSON_INVALID`, `NDJSON_NOT_OBJECT`, `INVALID_UTF8`; PayloadErrors `NDJSON_TRUNCATED` (a broken last line without its
 * line feed), `NDJSON_UNREADABLE` (no object in the first batch), `RECORD_TOO_LONG`, `RESUME_MISMATCH`.
 *
 * @example
 * ```ts
 * const source = decode(bodyOf('{"track":{"isrc":"DEZZ12600001"},"amount":0.10}\n'), ndjson());
 * assert.deepEqual(await rowsOf(source), [{ 'track.isrc': 'DEZZ12600001', amount: '0.10' }]);
 * ```
 */
export function ndjson(options: NdjsonOptions = {}): Decoder {
  const maxBytes = options.maxRecordBytes ?? 1024 * 1024;
  return Object.freeze({
    name: 'ndjson',
    rows: (bytes, request) => readDocument(bytes, request, startNdjson(maxBytes, request)),
  } satisfies Decoder);
}

function startNdjson(maxBytes: number, request: OpenRows & { readonly object: string }): StartDocument {
  const { object, observer } = request;
  const header: string[] = [];
  let late: number | undefined;
  const tree = new JsonTree((node: JsonNode) => {
    if (late === undefined) header.push(node.path);
    else if (late++ < maxLateKeys) {
      observer.finding('COLUMN_LATE', `Key "${node.path}" appears only after the first batch and is not read.`);
    }
  });
  const survey = new Survey(object, tree, maxBytes, request.batchRows);
  return (window, final) => {
    if (!survey.look(window.bytes, window.end, final)) return undefined;
    if (survey.lines === 0) return 'empty';
    if (survey.objects === 0) {
      const message = `${object} has no JSON object in its first lines. Check that it is newline-delimited JSON.`;
      throw new PayloadError(message, { code: 'NDJSON_UNREADABLE', details: { object } });
    }
    late = 0;
    const names = Object.freeze([...new Set(header)]);
    const scanner = new NdjsonScanner({ object, tree, header: names, wanted: request.bind(names), maxBytes });
    scanner.position = survey.start;
    return scanner;
  };
}

/** Reads ahead through the first batch for its keys. */
class Survey {
  /** Lines that are not blank. */
  lines = 0;
  objects = 0;
  /** Behind the byte order mark. */
  start = -1;
  readonly #object: string;
  readonly #reader: JsonReader;
  readonly #maxBytes: number;
  readonly #wanted: number;
  #at = 0;
  #line = 1;

  constructor(object: string, tree: JsonTree, maxBytes: number, wanted: number) {
    this.#object = object;
    this.#reader = new JsonReader(tree);
    this.#maxBytes = maxBytes;
    this.#wanted = wanted;
  }

  /** Whether enough was seen. */
  look(bytes: Buffer, end: number, final: boolean): boolean {
    if (end < 3 && !final) return false;
    if (this.start < 0) {
      this.start = end >= 3 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
      this.#at = this.start;
    }
    while (this.lines < this.#wanted && this.#at < end) {
      const found = bytes.subarray(0, end).indexOf(10, this.#at);
      const lf = found < 0 ? end : found;
      checkLength(lf - this.#at, this.#line, { object: this.#object, maxBytes: this.#maxBytes });
      if (found < 0 && !final) return this.#at > headerBytes;
      if (lf > headerBytes && this.lines > 0) return true;
      this.#survey(bytes, lf, found < 0);
      this.#at = lf + 1;
      this.#line++;
    }
    return final || this.lines >= this.#wanted;
  }

  #survey(bytes: Buffer, lf: number, last: boolean): void {
    if (isBlank(bytes, this.#at, lf)) return;
    this.lines++;
    const kind = this.#reader.read(bytes, this.#at, lf, () => undefined);
    if (kind === 'object') this.objects++;
    if (kind === 'invalid' && last) throw truncated(this.#object, this.#line, this.#at);
  }
}
