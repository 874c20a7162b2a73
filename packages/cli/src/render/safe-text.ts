const names: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/**
 * A text from elsewhere, so that a terminal shows it and does not obey it: control characters, marks that turn the direction of writing and
 * halves of pairs are written as escapes.
 */
export function safeText(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cs}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu,
    (sign) => names[sign] ?? `\\u{${(sign.codePointAt(0) ?? 0).toString(16)}}`,
  );
}
