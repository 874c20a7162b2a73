const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/**
 * The ISO 7064 Mod 37,36 check character of a body of digits and capital letters.
 *
 * @example
 * ```ts
 * assert.equal(mod3736CheckCharacter('A12425GABC1234002'), 'M');
 * ```
 */
export function checkCharacter(body: string): string {
  let product = 36;
  for (const character of body) {
    const sum = (product + alphabet.indexOf(character)) % 36;
    product = ((sum === 0 ? 36 : sum) * 2) % 37;
  }
  return alphabet[(37 - product) % 36]!;
}

/** Whether the last character is the check character of those before it. */
export function hasCheckCharacter(text: string): boolean {
  return checkCharacter(text.slice(0, -1)) === text.at(-1);
}
