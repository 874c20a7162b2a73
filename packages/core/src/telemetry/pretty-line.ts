/** Turns a log line into one that people read in a terminal: time, level, event, then the facts. */
export function prettyLine(line: string): string {
  const record: Record<string, unknown> = JSON.parse(line);
  const { time, level, event, ...facts } = record;
  const clockTime = typeof time === 'string' ? time.slice(11, 23) : '';
  const shown = Object.entries(facts).map(([name, value]) => `${name}=${factText(value)}`);
  return `${[clockTime, String(level).toUpperCase().padEnd(5), String(event), ...shown].join(' ')}\n`;
}

function factText(value: unknown): string {
  return typeof value === 'string' && /^[^\s"=]+$/.test(value) ? value : JSON.stringify(value);
}
