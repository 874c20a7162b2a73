/** A header name as it is shown: trimmed, blanks collapsed. */
export function cleanHeader(name: string): string {
  return name.trim().replace(/\s+/g, ' ');
}

/** The form in which header names are compared: clean, and in any case. */
export function normalHeader(name: string): string {
  return cleanHeader(name).toLowerCase();
}
