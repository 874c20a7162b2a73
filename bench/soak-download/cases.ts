import type { Toxic } from '../../packages/testkit/src/hostile/toxic.ts';

/**
 * How the server tells versions apart. With `weak` and `none` the document is replaced after the first request without a sign of it;
 * with `changing` it is replaced then and its strong tag with it.
 */
export type EtagBehaviour = 'strong' | 'weak' | 'none' | 'changing';

/**
 * What the server makes of a wish for the rest. A forger answers the second and third request with a part nobody should believe:
 * one that begins elsewhere, one of the other version under its own tag, one in several pieces, or one of the other version under the
 * tag that was asked for, which only the digest of the whole betrays.
 */
export type RangeBehaviour =
  | 'honoured'
  | 'ignored'
  | 'forged-range'
  | 'forged-version'
  | 'forged-multipart'
  | 'forged-bytes';

export type Framing = 'length' | 'chunked';

/** What goes wrong on the way, connection by connection. */
export interface Plan {
  readonly toxic: Toxic['kind'];
  readonly name: string;
  readonly toxics: (connection: number) => readonly Toxic[];
  /** Whether the fault passes, so that a download has every chance to come through. */
  readonly passes: boolean;
}

export interface Case {
  /** `reset/lasting/strong/honoured/length` */
  readonly id: string;
  readonly plan: Plan;
  readonly etag: EtagBehaviour;
  readonly range: RangeBehaviour;
  readonly framing: Framing;
}

export const etagBehaviours: readonly EtagBehaviour[] = ['strong', 'weak', 'none', 'changing'];
const rangeBehaviours: readonly RangeBehaviour[] = [
  'honoured',
  'ignored',
  'forged-range',
  'forged-version',
  'forged-multipart',
  'forged-bytes',
];

/** The plans for a document of so many bytes; cuts are placed in proportion. */
export function plansFor(bytes: number): readonly Plan[] {
  const at = (share: number): number => Math.round(bytes * share);
  const cuts = [at(0.34), at(0.55)];
  /** A toxic that breaks nothing, together with two connections that end early. */
  const withCuts = (toxic: Toxic) => (connection: number) => {
    const cut = cuts[connection];
    return cut === undefined ? [toxic] : [toxic, { kind: 'limit-data', bytes: cut } as const];
  };
  const harmless = (toxic: Toxic): readonly Plan[] => [
    { toxic: toxic.kind, name: 'alone', toxics: () => [toxic], passes: true },
    { toxic: toxic.kind, name: 'with-cuts', toxics: withCuts(toxic), passes: true },
  ];
  const breaking = (toxic: 'blackhole' | 'reset' | 'limit-data', early: number): readonly Plan[] => {
    const after = (length: number): Toxic =>
      toxic === 'limit-data' ? { kind: toxic, bytes: length } : { kind: toxic, afterBytes: length };
    const first = [after(at(0.34)), after(early), after(at(0.55))];
    return [
      { toxic, name: 'passing', toxics: (connection) => first.slice(connection, connection + 1), passes: true },
      { toxic, name: 'lasting', toxics: () => [after(at(0.42))], passes: false },
    ];
  };
  const downAfter =
    (first: readonly Toxic[]) =>
    (connection: number): readonly Toxic[] =>
      connection === 0 ? first : connection === 1 ? [{ kind: 'down', forMs: 40 }] : [];
  return [
    ...harmless({ kind: 'latency', delayMs: 25 }),
    ...harmless({ kind: 'bandwidth', bytesPerSecond: 8 * bytes }),
    // Slower than the time limit of an attempt allows: every connection ends on this side.
    {
      toxic: 'bandwidth',
      name: 'trickle',
      toxics: (connection) => [{ kind: 'bandwidth', bytesPerSecond: connection < 2 ? bytes / 4 : 8 * bytes }],
      passes: true,
    },
    ...harmless({ kind: 'slow-close', delayMs: 100 }),
    ...breaking('blackhole', 0),
    ...breaking('reset', 0),
    ...harmless({ kind: 'slicer', bytes: Math.ceil(bytes / 1_000) }),
    ...breaking('limit-data', 60), // within the head of the answer
    {
      toxic: 'down',
      name: 'at-first',
      toxics: (number) => (number === 0 ? [{ kind: 'down', forMs: 40 }] : []),
      passes: true,
    },
    { toxic: 'down', name: 'in-between', toxics: downAfter([{ kind: 'reset', afterBytes: at(0.42) }]), passes: true },
    {
      toxic: 'down',
      name: 'lasting',
      toxics: (number) => (number === 0 ? [{ kind: 'limit-data', bytes: at(0.42) }] : [{ kind: 'down' }]),
      passes: false,
    },
  ];
}

/** Every plan against every server; both framings where the server is honest, in turns where it forges. */
export function allCases(bytes: number): readonly Case[] {
  const cases: Case[] = [];
  for (const plan of plansFor(bytes)) {
    for (const etag of etagBehaviours) {
      rangeBehaviours.forEach((range, turn) => {
        const framings: readonly Framing[] = range.startsWith('forged')
          ? [(cases.length + turn) % 2 === 0 ? 'length' : 'chunked']
          : ['length', 'chunked'];
        for (const framing of framings) cases.push(caseOf(plan, etag, range, framing));
      });
    }
  }
  return cases;
}

export function caseOf(plan: Plan, etag: EtagBehaviour, range: RangeBehaviour, framing: Framing): Case {
  return { id: [plan.toxic, plan.name, etag, range, framing].join('/'), plan, etag, range, framing };
}
