import { parseArgs } from 'node:util';
import { faultNames, plans } from './faults.ts';

export const dspNames = ['spotify', 'apple', 'amazon', 'youtube'] as const;
export type DspName = (typeof dspNames)[number];

/** What to serve, and what is to go wrong. */
export interface MockOptions {
  readonly dsp: DspName;
  /** 0 for any free one. */
  readonly port: number;
  readonly seed: string;
  /** Share of requests or connections, by name of the fault. */
  readonly faults: Readonly<Record<string, number>>;
}

/** A command line that is wrong; its message is all there is to say. */
export class UsageError extends Error {}

function isDsp(name: string | undefined): name is DspName {
  return dspNames.some((known) => known === name);
}

function readPort(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_534) return Number(text);
  throw new UsageError(`--port ${text}: a port is a whole number from 1 to 65534, or 0 for any free one.`);
}

function readPlan(name: string): Readonly<Record<string, number>> {
  const plan = plans[name];
  if (plan !== undefined) return plan;
  throw new UsageError(`--faults ${name}: there is no such plan; there are ${Object.keys(plans).join(', ')}.`);
}

function readFault(text: string): readonly [string, number] {
  const [name = '', share = ''] = text.split('=', 2);
  if (!faultNames.includes(name)) {
    throw new UsageError(`--fault ${text}: there is no fault "${name}"; there are ${faultNames.join(', ')}.`);
  }
  if (/^(0(\.\d+)?|1(\.0+)?)$/.test(share)) return [name, Number(share)];
  throw new UsageError(`--fault ${text}: the share of ${name} is a number from 0 to 1, as in ${name}=0.1.`);
}

/** Reads a command line. Errors: UsageError, of one sentence. */
export function readOptions(words: readonly string[]): MockOptions | 'help' {
  const { values, positionals } = parsed(words);
  if (values.help) return 'help';
  const [dsp, ...more] = positionals;
  if (!isDsp(dsp) || more.length > 0) {
    const given = positionals.length === 0 ? 'nothing' : positionals.join(' ');
    throw new UsageError(`Name one DSP: ${dspNames.join(', ')}; ${given} was given.`);
  }
  const faults = Object.fromEntries(values.fault.flatMap((list) => list.split(',').map(readFault)));
  return { dsp, port: readPort(values.port), seed: values.seed, faults: { ...readPlan(values.faults), ...faults } };
}

function parsed(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        port: { type: 'string', default: '4010' },
        faults: { type: 'string', default: 'none' },
        fault: { type: 'string', multiple: true, default: [] },
        seed: { type: 'string', default: '1' },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    // Node adds advice about positional arguments, of which there is no use here.
    throw new UsageError(`${String(error instanceof Error ? error.message : error).split(/\. |\n/)[0]}.`);
  }
}
