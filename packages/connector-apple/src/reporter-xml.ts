import { PayloadError } from '@ledgerline/core';

/** An element of one of Reporter's short answers; attributes do not occur. */
export interface XmlElement {
  readonly name: string;
  readonly text: string;
  readonly children: readonly XmlElement[];
}

interface OpenElement {
  readonly name: string;
  text: string;
  readonly children: XmlElement[];
}

const piece = /<\?[^>]*\?>|<!--[\s\S]*?-->|<(\/?)([A-Za-z_][\w:.-]*)[^<>]*?(\/?)>|([^<]+)/y;
const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,6})|#x([\da-fA-F]{1,5})|(\w+));/g, (whole, decimal, hex, name) => {
    if (name !== undefined) return named[name] ?? whole;
    return String.fromCodePoint(decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal));
  });
}

/** Reads an answer of Reporter; undefined when it is no XML document. */
export function readXml(source: string): XmlElement | undefined {
  const top: OpenElement = { name: '', text: '', children: [] };
  const open: OpenElement[] = [top];
  piece.lastIndex = 0;
  const text = source.replace(/^\uFEFF/, '');
  while (piece.lastIndex < text.length) {
    const match = piece.exec(text);
    if (match === null) return undefined;
    const [, closing, name, empty, between] = match;
    const current = open.at(-1)!;
    if (between !== undefined) current.text += decodeEntities(between);
    else if (closing === '/') {
      if (open.length === 1 || current.name !== name) return undefined;
      open.pop();
    } else if (name !== undefined) {
      const element: OpenElement = { name, text: '', children: [] };
      current.children.push(element);
      if (empty !== '/') open.push(element);
    }
  }
  const [root] = top.children;
  return open.length === 1 && top.children.length === 1 && top.text.trim() === '' ? root : undefined;
}

/** The children of a name. */
export function childrenOf(element: XmlElement, name: string): readonly XmlElement[] {
  return element.children.filter((child) => child.name === name);
}

/** The text of the first child of a name. */
export function textOf(element: XmlElement, name: string): string | undefined {
  const text = childrenOf(element, name)[0]?.text.trim();
  return text === '' ? undefined : text;
}

/** An answer whose root must have one name. Errors: PayloadError `REPLY_UNEXPECTED`. */
export function requireXml(source: string, root: string, what: string): XmlElement {
  const element = readXml(source);
  if (element?.name === root) return element;
  throw new PayloadError(
    `Apple's answer to ${what} is no <${root}> document; the DSP changed its format, the connector needs an update.`,
    { code: 'REPLY_UNEXPECTED', details: { expected: root, found: element?.name ?? null } },
  );
}
