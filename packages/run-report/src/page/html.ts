/** Text that is HTML already. */
export class Html {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

export type HtmlPart = Html | string | number | undefined | false | readonly HtmlPart[];

const entities: Readonly<Record<string, string>> = {
  ...{ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' },
};

/** Control characters, and marks that turn the direction of writing: a text from elsewhere is shown, never obeyed. */
const unseen = /[\p{Cc}\p{Cs}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;

/** A text as it is shown: what cannot be seen is written as an escape. */
export function shown(text: string): string {
  return text.replace(unseen, (sign) =>
    sign === '\n' || sign === '\t' ? ' ' : `\\u{${(sign.codePointAt(0) ?? 0).toString(16)}}`,
  );
}

/** A text so that it stands in HTML, in an element or an attribute, as what it is. */
export function escaped(text: string): string {
  return shown(text).replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);
}

/** HTML with everything that is put into it escaped, unless it is HTML itself; lists are joined, undefined and false are nothing. */
export function html(strings: TemplateStringsArray, ...parts: readonly HtmlPart[]): Html {
  return new Html(strings.reduce((text, string, index) => text + rendered(parts[index - 1]) + string));
}

function rendered(part: HtmlPart): string {
  if (part === undefined || part === false) return '';
  if (part instanceof Html) return part.toString();
  if (typeof part === 'string' || typeof part === 'number') return escaped(String(part));
  return part.map(rendered).join('');
}
