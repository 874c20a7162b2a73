import { type TSchema, Type } from 'typebox';
import { Value } from 'typebox/value';
import { checkValue } from './check-value.ts';
import type { Problem } from './problem.ts';

/** The longest duration a timer takes. Units: ms. */
const longestMs = 2 ** 31 - 1;

const closed = <P extends Record<string, TSchema>>(properties: P, description: string) =>
  Type.Object(properties, { additionalProperties: false, default: {}, description });
const ms = (value: number, minimum: number, maximum: number, description: string) =>
  Type.Optional(
    Type.Integer({
      default: value,
      minimum,
      maximum: Math.min(maximum, longestMs),
      description: `${description} Units: ms.`,
    }),
  );
const count = (value: number, minimum: number, maximum: number, description: string) =>
  Type.Optional(Type.Integer({ default: value, minimum, maximum, description }));
const share = (
  value: number,
  description: string,
  options: { exclusiveMinimum?: number; exclusiveMaximum?: number } = {},
) => Type.Optional(Type.Number({ default: value, minimum: 0, maximum: 1, ...options, description }));
const flag = (value: boolean, description: string) => Type.Optional(Type.Boolean({ default: value, description }));
const openShare = { exclusiveMinimum: 0, exclusiveMaximum: 1 };

const backoff = ['full', 'equal', 'decorrelated', 'none'] as const;
const oneOf = (names: readonly string[], value: string, description: string) =>
  Type.Optional(
    Type.Union(
      names.map((name) => Type.Literal(name)),
      { default: value, description },
    ),
  );

const retry = closed(
  {
    maxAttempts: count(6, 1, 50, 'Sends of one call, the first included; throttled sends do not count.'),
    maxThrottles: count(32, 0, 1000, 'Answers "not now" one call puts up with.'),
    maxResumes: count(5, 0, 100, 'Resumed or restarted bodies without progress.'),
    backoff: oneOf(backoff, 'full', 'How delays between retries are drawn; `none` is exponential without jitter.'),
    baseMs: ms(2000, 1, 600_000, 'First step of the backoff; at most maxMs.'),
    maxMs: ms(120_000, 1, 3_600_000, 'Ceiling of the backoff.'),
    throttleBackoff: oneOf(
      [...backoff, 'off'],
      'full',
      'Delay after "not now" without an instant; `none` and `off` leave it to the gate.',
    ),
  },
  'When a failed send is repeated.',
);

const retryAfter = closed(
  {
    maxWaitMs: ms(900_000, 0, 86_400_000, 'Longest wait inside a run; a longer one is deferred, never shortened.'),
    spread: Type.Optional(
      closed(
        {
          ratio: share(0.1, 'Share of the floor to spread returns over; 0 turns it off.'),
          minMs: ms(50, 0, 3_600_000, 'Least spread.'),
          maxMs: ms(5000, 0, 3_600_000, 'Most spread.'),
        },
        'Positive jitter on top of the instant a server named.',
      ),
    ),
    suspiciousMs: ms(86_400_000, 0, longestMs, 'Longer hints are flagged, and still honoured in full.'),
    gateMaxMs: Type.Optional(
      Type.Union([Type.Null(), Type.Integer({ minimum: 0, maximum: longestMs })], {
        default: null,
        description:
          'Clamps what a hint closes a gate for; setting it gives up "never earlier than asked" above this value. Units: ms.',
      }),
    ),
  },
  'How instants named by the server are honoured.',
);

const breakerCommon = {
  openBaseMs: Type.Optional(
    Type.Integer({
      minimum: 100,
      maximum: 600_000,
      description: 'Shortest block without a hint; defaults to retry.baseMs. Units: ms.',
    }),
  ),
  openMaxMs: Type.Optional(
    Type.Integer({
      minimum: 100,
      maximum: 3_600_000,
      description: 'Longest random part of a block without a hint; defaults to retry.maxMs. Units: ms.',
    }),
  ),
  probes: count(1, 1, 16, 'Probes at once after a block.'),
  successes: count(1, 1, 64, 'Probes that must succeed before traffic flows again.'),
  leaseMs: ms(35_000, 100, 3_600_000, 'Time a probe has to make progress; at least timeout.headersMs + 1000.'),
  leaseMaxMs: ms(300_000, 100, 3_600_000, 'Ceiling for a probe that keeps making progress.'),
  ramp: Type.Optional(
    closed(
      {
        start: count(2, 1, 64, 'Sends in flight when traffic begins to flow.'),
        beta: share(0.5, 'What is left of the limit after a throttle without an instant.', openShare),
        brakeMs: Type.Optional(
          Type.Array(Type.Integer({ minimum: 0, maximum: 3_600_000 }), {
            minItems: 2,
            maxItems: 2,
            default: [100, 200],
            description: 'Shortest and longest pause after such a throttle. Units: ms.',
          }),
        ),
      },
      'How fast traffic grows.',
    ),
  ),
  learnQuota: flag(true, 'Learn how many requests fit between two throttles.'),
  reserve: flag(true, 'Never spend more requests than the server said were left.'),
};

const breaker = Type.Union(
  [
    closed(
      {
        kind: Type.Literal('consecutive'),
        threshold: count(5, 1, 100, 'Failures in a row that block.'),
        ...breakerCommon,
      },
      'Blocks after failures in a row.',
    ),
    closed(
      {
        kind: Type.Literal('count'),
        threshold: share(0.5, 'Share of failures that blocks.', openShare),
        size: count(20, 1, 1000, 'Results looked at.'),
        minCalls: count(10, 1, 1000, 'Results needed before the share counts; at most size.'),
        ...breakerCommon,
      },
      'Blocks on a share of the last results.',
    ),
    closed(
      {
        kind: Type.Literal('window'),
        threshold: share(0.5, 'Share of failures that blocks.', openShare),
        windowMs: ms(30_000, 1000, 600_000, 'Time looked at.'),
        minCalls: count(10, 1, 1_000_000, 'Results needed before the share counts.'),
        ...breakerCommon,
      },
      'Blocks on a share of recent results.',
    ),
  ],
  { default: { kind: 'consecutive' }, description: 'When failures block a gate, and how traffic returns.' },
);

const id = Type.String({ minLength: 1, description: 'Name of the limit in logs.' });
const scope = Type.Optional(
  Type.String({
    minLength: 1,
    description: 'The scope that shares it, by its name in the profile; the whole DSP when absent.',
  }),
);
const source = Type.Optional(Type.String({ minLength: 1, description: 'Where the number comes from.' }));
const rate = Type.Array(
  Type.Union([
    closed(
      {
        ...{ id, scope, source },
        kind: Type.Literal('sliding'),
        limit: Type.Integer({ minimum: 1, maximum: 1_000_000, description: 'Sends in any interval.' }),
        perMs: Type.Integer({ minimum: 1, maximum: longestMs, description: 'The interval. Units: ms.' }),
        guardMs: ms(0, 0, 3_600_000, 'Added to the interval for what the network delays.'),
      },
      'At most so many sends in any interval.',
    ),
    closed(
      {
        ...{ id, scope, source },
        kind: Type.Literal('bucket'),
        ratePerSec: Type.Number({ exclusiveMinimum: 0, maximum: 10_000, description: 'Tokens a second.' }),
        burst: Type.Number({ minimum: 1, maximum: 100_000, description: 'Tokens at most.' }),
      },
      'A token bucket.',
    ),
  ]),
  { default: [], description: 'Limits over time; all must have room.' },
);

/** The `policy` block of a configuration; every member may be left out. */
export const policySchema = closed(
  {
    retry: Type.Optional(retry),
    retryAfter: Type.Optional(retryAfter),
    breaker: Type.Optional(breaker),
    budget: Type.Optional(
      closed(
        {
          windowMs: ms(10_000, 1000, 3_600_000, 'Time over which retries are counted.'),
          ratio: share(0.1, 'Retries allowed for each first send.'),
          floorPerSec: Type.Optional(
            Type.Number({ default: 1, minimum: 0, maximum: 100, description: 'Retries a second always allowed.' }),
          ),
        },
        'Caps retries of all calls to the DSP together.',
      ),
    ),
    timeout: Type.Optional(
      closed(
        {
          attemptMs: ms(120_000, 100, 3_600_000, 'One send, its body included.'),
          headersMs: ms(30_000, 100, 3_600_000, 'Until the headers arrive.'),
          idleMs: ms(30_000, 100, 3_600_000, 'Between two pieces of a body.'),
        },
        'Time limits of one send.',
      ),
    ),
    deadlineMs: ms(1_800_000, 1000, 86_400_000, 'Time by which a call has settled, waits included.'),
    minAttemptMs: ms(1000, 0, 3_600_000, 'Least time left that is worth a send.'),
    admission: oneOf(['wait', 'reject'], 'wait', 'Wait for a turn, or fail at once with the instant.'),
    concurrency: Type.Optional(
      closed(
        {
          max: count(4, 1, 1000, 'Sends in flight at once, per scope.'),
          maxPending: count(1000, 1, 100_000, 'Calls pending at once, per DSP.'),
        },
        'How much at once.',
      ),
    ),
    rate: Type.Optional(rate),
  },
  'When a DSP is talked to, how long is waited, and when it ends.',
);

type Numbers = (path: string) => number | undefined;

/** Rules between members: each names the member to change. */
const crossRules: readonly { readonly path: string; broken(at: Numbers): string | undefined }[] = [
  { path: 'retry.baseMs', broken: (at) => above(at, 'retry.baseMs', 'retry.maxMs') },
  { path: 'retryAfter.spread.minMs', broken: (at) => above(at, 'retryAfter.spread.minMs', 'retryAfter.spread.maxMs') },
  { path: 'breaker.openBaseMs', broken: (at) => above(at, 'breaker.openBaseMs', 'breaker.openMaxMs') },
  { path: 'breaker.minCalls', broken: (at) => above(at, 'breaker.minCalls', 'breaker.size') },
  { path: 'breaker.leaseMs', broken: (at) => above(at, 'breaker.leaseMs', 'breaker.leaseMaxMs') },
  {
    path: 'breaker.leaseMs',
    broken: (at) =>
      (at('breaker.leaseMs') ?? 0) < (at('timeout.headersMs') ?? 0) + 1000
        ? 'must be at least timeout.headersMs + 1000, so that a probe outlives its time for headers'
        : undefined,
  },
  { path: 'breaker.ramp.brakeMs', broken: (at) => above(at, 'breaker.ramp.brakeMs.0', 'breaker.ramp.brakeMs.1') },
  { path: 'timeout.attemptMs', broken: (at) => above(at, 'timeout.attemptMs', 'deadlineMs') },
];

/** Everything that is wrong with a policy block; cross-field rules see it with its defaults filled in. */
export function checkPolicy(value: unknown): readonly Problem[] {
  const problems = checkValue(policySchema, withBreakerKind(value));
  if (problems.length > 0) return problems;
  const complete: unknown = Value.Default(policySchema, structuredClone(withBreakerKind(value)));
  const at: Numbers = (path) => {
    const found: unknown = path.split('.').reduce<unknown>((inner, key) => member(inner, key), complete);
    return typeof found === 'number' ? found : undefined;
  };
  return crossRules.flatMap(({ path, broken }) => {
    const message = broken(at);
    return message === undefined ? [] : [{ path: path.split('.'), message }];
  });
}

function above(at: Numbers, lower: string, upper: string): string | undefined {
  const [low, high] = [at(lower), at(upper)];
  return low !== undefined && high !== undefined && low > high ? `must not be above ${upper} (${high})` : undefined;
}

/** A breaker that names no kind keeps the default one. */
function withBreakerKind(value: unknown): unknown {
  const breakerPart = member(value, 'breaker');
  if (typeof value !== 'object' || value === null) return value;
  const open = typeof breakerPart === 'object' && breakerPart !== null && !('kind' in breakerPart);
  const breakerWithKind = open ? { kind: 'consecutive', ...breakerPart } : (breakerPart ?? { kind: 'consecutive' });
  return { ...value, breaker: breakerWithKind };
}

function member(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.entries(value).find(([name]) => name === key)?.[1];
}
