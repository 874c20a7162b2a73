import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Decision {
  readonly k?: string;
  readonly verdict?: string;
  readonly reason?: string;
}

/** What the policy engine made of every answer that was not simply delivered, counted, as its decision log has it. */
export function survival(folder: string): string[] {
  const counts = new Map<string, number>();
  const runs = join(folder, '.ledgerline', 'runs');
  for (const run of readdirSync(runs)) {
    for (const line of readFileSync(join(runs, run, 'audit.ndjson'), 'utf8')
      .trimEnd()
      .split('\n')) {
      const { kind, record }: { kind: string; record: Decision } = JSON.parse(line);
      if (kind !== 'policy' || record.k !== 'verdict' || record.verdict === 'deliver') continue;
      const what = `${record.verdict}: ${record.reason}`;
      counts.set(what, (counts.get(what) ?? 0) + 1);
    }
  }
  return [...counts].sort().map(([what, count]) => `${count} × ${what}`);
}
