/** `1,204,331 rows` */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}

/** Amounts by currency, exactly as summed: `EUR 12.30 + USD 4.00`. */
export function money(amounts: Readonly<Record<string, string>>): string {
  return Object.entries(amounts)
    .map(([currency, amount]) => `${currency} ${amount}`)
    .join(' + ');
}

/** `850 ms`, `12.3 s`, `4 min 05 s`, `2 h 10 min` */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 60) return `${minutes} min ${String(Math.floor((ms % 60_000) / 1000)).padStart(2, '0')} s`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}

/** An instant for people and machines alike, to the second: `2026-11-23T20:00:00Z`. Units: epoch ms. */
export function instant(ms: number): string {
  return new Date(Math.ceil(ms / 1000) * 1000).toISOString().replace('.000Z', 'Z');
}

/** `3 committed, 1 held`, in the given order, what is zero left out. */
export function tally(names: Iterable<string>, order: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  const rank = (name: string): number => (order.includes(name) ? order.indexOf(name) : order.length);
  return [...counts]
    .sort(([a], [b]) => rank(a) - rank(b))
    .map(([name, count]) => `${count.toLocaleString('en')} ${name}`)
    .join(', ');
}
