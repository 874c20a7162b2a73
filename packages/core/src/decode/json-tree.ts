import { sameCell, utf8Text } from '../bytes/cells.ts';

/** A key of JSON objects at its place; its dotted path is what a column is to delimited text. */
export interface JsonNode {
  readonly path: string;
  /** The key as it is written without escapes. */
  readonly key: Uint8Array;
  readonly children: JsonNode[];
  /** Whether a value that is no object was seen here. */
  leaf: boolean;
  /** Where its cells are recorded, or -1. */
  slot: number;
}

/** Documents that use data as keys must not fill the memory. */
const maxNodes = 20_000;

/** The keys of a document as far as they were seen. */
export class JsonTree {
  readonly root: JsonNode = { path: '', key: new Uint8Array(0), children: [], leaf: false, slot: -1 };
  readonly #byPath = new Map<string, JsonNode>();
  readonly #onLeaf: (node: JsonNode) => void;

  /** `onLeaf` hears of every path at its first value. */
  constructor(onLeaf: (node: JsonNode) => void) {
    this.#onLeaf = onLeaf;
  }

  find(path: string): JsonNode | undefined {
    return this.#byPath.get(path);
  }

  /** The child of a key; `guess` is the index it had in the record before, and is right nearly always. Undefined when there are too many keys. */
  child(parent: JsonNode, guess: number, bytes: Uint8Array, start: number, end: number): JsonNode | undefined {
    const expected = parent.children[guess];
    if (expected !== undefined && sameCell(bytes, start, end, expected.key, 0, expected.key.length)) return expected;
    for (const node of parent.children) {
      if (sameCell(bytes, start, end, node.key, 0, node.key.length)) return node;
    }
    return this.#add(parent, utf8Text(bytes, start, end));
  }

  sawValue(node: JsonNode): void {
    if (node.leaf) return;
    node.leaf = true;
    this.#onLeaf(node);
  }

  #add(parent: JsonNode, key: string): JsonNode | undefined {
    if (this.#byPath.size >= maxNodes) return undefined;
    const path = parent === this.root ? key : `${parent.path}.${key}`;
    const node = { path, key: Buffer.from(key), children: [], leaf: false, slot: -1 };
    parent.children.push(node);
    if (!this.#byPath.has(path)) this.#byPath.set(path, node);
    return node;
  }
}
