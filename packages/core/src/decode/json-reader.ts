import type { JsonNode, JsonTree } from './json-tree.ts';

/** Hears of every value that stands at a path, as positions. `escaped`: the text of a string needs its escapes read. */
export type OnValue = (node: JsonNode, start: number, end: number, escaped: boolean) => void;

const QUOTE = 34;
const BACKSLASH = 92;
const maxDepth = 100;
const literals = ['true', 'false', 'null'].map((word) => Buffer.from(word));
const escapes = new Set(Buffer.from('"\\/bfnrt'));

/**
 * Checks one JSON text (RFC 8259) and reports where its values stand, without making any of them.
 *
 * Numbers keep their source text that way. `null` is reported as absent (-1); arrays as their text; a string with half of a
 * surrogate pair is refused, because it is no text.
 */
export class JsonReader {
  readonly #tree: JsonTree;
  #onValue: OnValue = () => undefined;
  #bytes: Uint8Array = new Uint8Array(0);
  #at = 0;
  #end = 0;
  #depth = 0;
  #escaped = false;

  constructor(tree: JsonTree) {
    this.#tree = tree;
  }

  /** `invalid`, or whether the text in `bytes[start, end)` is an `object` or some `other` value. */
  read(bytes: Uint8Array, start: number, end: number, onValue: OnValue): 'object' | 'other' | 'invalid' {
    this.#bytes = bytes;
    this.#at = start;
    this.#end = end;
    this.#depth = 0;
    this.#onValue = onValue;
    const isObject = this.#peek() === 123;
    const valid = isObject ? this.#object(this.#tree.root) : this.#value(undefined);
    if (!valid || this.#peek() !== -1) return 'invalid';
    return isObject ? 'object' : 'other';
  }

  /** The next byte that is no white space, or -1. */
  #peek(): number {
    const bytes = this.#bytes;
    for (; this.#at < this.#end; this.#at++) {
      const byte = bytes[this.#at]!;
      if (byte !== 32 && byte !== 9 && byte !== 10 && byte !== 13) return byte;
    }
    return -1;
  }

  #value(node: JsonNode | undefined): boolean {
    const byte = this.#peek();
    if (byte === 123) return this.#object(node);
    const start = this.#at;
    let valid: boolean;
    if (byte === QUOTE) valid = this.#string();
    else if (byte === 91) valid = this.#array();
    else valid = byte === 45 || (byte >= 48 && byte <= 57) ? this.#number() : this.#literal();
    if (!valid || node === undefined) return valid;
    this.#tree.sawValue(node);
    if (byte === QUOTE) this.#onValue(node, start + 1, this.#at - 1, this.#escaped);
    else if (byte === 110) this.#onValue(node, -1, -1, false);
    else this.#onValue(node, start, this.#at, false);
    return true;
  }

  #object(node: JsonNode | undefined): boolean {
    if (++this.#depth > maxDepth) return false;
    this.#at++;
    if (this.#peek() === 125) return this.#close();
    for (let index = 0; ; index++) {
      if (this.#peek() !== QUOTE) return false;
      const start = this.#at + 1;
      if (!this.#string()) return false;
      const child = node === undefined ? undefined : this.#child(node, index, start, this.#at - 1);
      if (this.#peek() !== 58) return false;
      this.#at++;
      if (!this.#value(child)) return false;
      const next = this.#peek();
      if (next === 125) return this.#close();
      if (next !== 44) return false;
      this.#at++;
    }
  }

  #child(node: JsonNode, index: number, start: number, end: number): JsonNode | undefined {
    if (!this.#escaped) return this.#tree.child(node, index, this.#bytes, start, end);
    const key = Buffer.from(escapedText(this.#bytes, start, end));
    return this.#tree.child(node, index, key, 0, key.length);
  }

  #array(): boolean {
    if (++this.#depth > maxDepth) return false;
    this.#at++;
    if (this.#peek() === 93) return this.#close();
    for (;;) {
      if (!this.#value(undefined)) return false;
      const next = this.#peek();
      if (next === 93) return this.#close();
      if (next !== 44) return false;
      this.#at++;
    }
  }

  #close(): true {
    this.#at++;
    this.#depth--;
    return true;
  }

  #string(): boolean {
    const bytes = this.#bytes;
    this.#escaped = false;
    for (this.#at++; this.#at < this.#end; this.#at++) {
      const byte = bytes[this.#at]!;
      if (byte === QUOTE) {
        this.#at++;
        return true;
      }
      if (byte < 32) return false;
      if (byte === BACKSLASH && !this.#escape()) return false;
    }
    return false;
  }

  /** Leaves off at the last byte of the escape, or of the pair of escapes. */
  #escape(): boolean {
    this.#escaped = true;
    const letter = this.#bytes[++this.#at]!;
    if (this.#at >= this.#end) return false;
    if (letter !== 117) return escapes.has(letter);
    const unit = this.#unit();
    if (unit >= 0xdc00 && unit <= 0xdfff) return false;
    if (unit < 0xd800 || unit > 0xdbff) return unit >= 0;
    if (this.#bytes[++this.#at] !== BACKSLASH || this.#bytes[++this.#at] !== 117) return false;
    const second = this.#unit();
    return second >= 0xdc00 && second <= 0xdfff;
  }

  /** Four hexadecimal digits after the current byte, or -1. */
  #unit(): number {
    let unit = 0;
    for (let digit = 0; digit < 4; digit++) {
      if (++this.#at >= this.#end) return -1;
      const value = Number.parseInt(String.fromCharCode(this.#bytes[this.#at]!), 16);
      if (Number.isNaN(value)) return -1;
      unit = unit * 16 + value;
    }
    return unit;
  }

  #number(): boolean {
    const bytes = this.#bytes;
    if (bytes[this.#at] === 45) this.#at++;
    const zero = bytes[this.#at] === 48;
    const digits = this.#digits();
    if (digits === 0 || (zero && digits > 1)) return false;
    if (this.#at < this.#end && bytes[this.#at] === 46) {
      this.#at++;
      if (this.#digits() === 0) return false;
    }
    if (this.#at < this.#end && (bytes[this.#at]! | 32) === 101) {
      this.#at++;
      if (this.#at < this.#end && (bytes[this.#at] === 43 || bytes[this.#at] === 45)) this.#at++;
      if (this.#digits() === 0) return false;
    }
    return true;
  }

  #digits(): number {
    const start = this.#at;
    while (this.#at < this.#end && this.#bytes[this.#at]! >= 48 && this.#bytes[this.#at]! <= 57) this.#at++;
    return this.#at - start;
  }

  #literal(): boolean {
    const start = this.#at;
    const word = literals.find((literal) =>
      literal.equals(this.#bytes.subarray(start, Math.min(start + literal.length, this.#end))),
    );
    this.#at += word?.length ?? 0;
    return word !== undefined;
  }
}

/** The text of the inside of a valid JSON string. */
export function escapedText(bytes: Uint8Array, start: number, end: number): string {
  return JSON.parse(`"${Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString()}"`);
}
