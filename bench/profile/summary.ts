import type { CallFrame, Origin } from './rooms.ts';

/** A node of a CPU profile. */
interface CpuNode {
  readonly id: number;
  readonly callFrame: CallFrame;
}

export interface CpuProfile {
  readonly nodes: readonly CpuNode[];
  readonly samples: readonly number[];
  /** Units: microseconds since the sample before. */
  readonly timeDeltas: readonly number[];
}

/** A node of a sampled heap profile. Units: `selfSize` bytes. */
interface HeapNode {
  readonly callFrame: CallFrame;
  readonly selfSize: number;
  readonly children: readonly HeapNode[];
}

export interface HeapProfile {
  readonly head: HeapNode;
}

/** What a room took, and the functions in it that took most. */
export interface RoomShare {
  readonly room: string;
  readonly value: number;
  readonly share: number;
  readonly functions: readonly { readonly function: string; readonly value: number }[];
}

type Amounts = readonly (readonly [Origin, number])[];

const functionsShown = 4;

/** Time by room. Units: milliseconds. */
export function timeByRoom(
  { nodes, samples, timeDeltas }: CpuProfile,
  originOf: (frame: CallFrame) => Origin,
): RoomShare[] {
  const own = new Map<number, number>();
  for (const [at, node] of samples.entries()) own.set(node, (own.get(node) ?? 0) + (timeDeltas[at] ?? 0) / 1000);
  return byRoom(nodes.map(({ id, callFrame }) => [originOf(callFrame), own.get(id) ?? 0]));
}

/** Allocated bytes by room, whether collected since or not. Units: megabytes. */
export function allocationsByRoom({ head }: HeapProfile, originOf: (frame: CallFrame) => Origin): RoomShare[] {
  const amounts: (readonly [Origin, number])[] = [];
  const visit = ({ callFrame, selfSize, children }: HeapNode): void => {
    amounts.push([originOf(callFrame), selfSize / 1e6]);
    for (const child of children) visit(child);
  };
  visit(head);
  return byRoom(amounts);
}

/** Order: what took most comes first. */
function byRoom(amounts: Amounts): RoomShare[] {
  const rooms = new Map<string, Map<string, number>>();
  for (const [{ room, function: name }, value] of amounts) {
    const functions = rooms.get(room) ?? new Map<string, number>();
    functions.set(name, (functions.get(name) ?? 0) + value);
    rooms.set(room, functions);
  }
  const total = amounts.reduce((sum, [, value]) => sum + value, 0);
  const shares = [...rooms].map(([room, functions]): RoomShare => {
    const value = [...functions.values()].reduce((sum, part) => sum + part, 0);
    const largest = [...functions].sort(([, left], [, right]) => right - left).slice(0, functionsShown);
    return {
      room,
      value,
      share: value / total,
      functions: largest.map(([name, part]) => ({ function: name, value: part })),
    };
  });
  return shares.filter(({ value }) => value > 0).sort((left, right) => right.value - left.value);
}
