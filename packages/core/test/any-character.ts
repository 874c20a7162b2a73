import fc from 'fast-check';

/** How many code units stand for half a character, from U+D800 on. */
const halves = 0x800;

/** A character of all that there are; what fast-check has for it (`binary`) takes a second and a half to be made. */
export const anyCharacter = fc
  .integer({ min: 0, max: 0x10ffff - halves })
  .map((index) => String.fromCodePoint(index < 0xd800 ? index : index + halves));
