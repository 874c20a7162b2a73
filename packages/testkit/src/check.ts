/** One promise and the scenario that proves it. */
export interface Check {
  /** Stable: `theme/scenario`. */
  readonly id: string;
  /** A sentence about behaviour. */
  readonly title: string;
  /** Why it does not apply here; `run` is then never called. */
  readonly inapplicable?: string;
  /** Resolves when the promise holds, rejects with what was seen instead. */
  run(): Promise<void>;
}

/** Checks of one theme over what is under test. */
export type Theme<Kit> = (kit: Kit) => readonly Check[];

/** What became of one check. Units: `durationMs` wall time. */
export interface CheckResult {
  readonly id: string;
  readonly title: string;
  readonly outcome: 'holds' | 'broken' | 'inapplicable' | 'waived';
  /** Why not, when it is not `holds`. */
  readonly reason?: string;
  readonly durationMs: number;
}

/** Checks that are not promised, by id, each with its reason. */
export type Waivers = Readonly<Record<string, string>>;

/** Runs checks one after the other, outside any test runner. */
export async function runChecks(checks: readonly Check[], waivers: Waivers = {}): Promise<readonly CheckResult[]> {
  const results: CheckResult[] = [];
  for (const check of checks) results.push(await runCheck(check, waivers[check.id]));
  return results;
}

async function runCheck({ id, title, inapplicable, run }: Check, waiver: string | undefined): Promise<CheckResult> {
  if (inapplicable !== undefined) return { id, title, outcome: 'inapplicable', reason: inapplicable, durationMs: 0 };
  if (waiver !== undefined) return { id, title, outcome: 'waived', reason: waiver, durationMs: 0 };
  const started = performance.now();
  const spent = (): number => Math.round(performance.now() - started);
  try {
    await run();
    return { id, title, outcome: 'holds', durationMs: spent() };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { id, title, outcome: 'broken', reason, durationMs: spent() };
  }
}
