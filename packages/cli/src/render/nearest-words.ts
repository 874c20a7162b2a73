/** More than this is no help. */
const most = 3;

/** Words that share the beginning or the most parts with one that was meant, the likeliest first. */
export function nearestWords(word: string, words: readonly string[]): string[] {
  const parts = new Set(word.split('_').filter((part) => part.length > 2));
  const score = (other: string): number =>
    other.split('_').filter((part) => parts.has(part)).length +
    (other.startsWith(word) || word.startsWith(other) ? 2 : 0);
  return words
    .map((other) => ({ other, shared: score(other) }))
    .filter(({ shared }) => shared > 0)
    .sort((left, right) => right.shared - left.shared || left.other.length - right.other.length)
    .slice(0, most)
    .map(({ other }) => other);
}
