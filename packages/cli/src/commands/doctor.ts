import { answer } from '../answer.ts';
import { configChecks } from '../doctor/config-checks.ts';
import { type Diagnosis, leftOut } from '../doctor/diagnosis.ts';
import { type Machine, thisMachine } from '../doctor/machine.ts';
import { machineChecks } from '../doctor/machine-checks.ts';
import { onlineChecks } from '../doctor/online-checks.ts';
import { recordChecks } from '../doctor/record-checks.ts';
import { storageChecks } from '../doctor/storage-checks.ts';
import { type ExitName, exitCodes } from '../exit-codes.ts';
import type { GlobalOptions, Host } from '../host.ts';
import { doctorText } from '../render/doctor-text.ts';

export interface DoctorOptions extends GlobalOptions {
  /** Also lists every pipeline at its DSP. */
  readonly online?: boolean;
}

/** `ledgerline doctor`: what keeps runs from going well, each with its remedy; changes nothing. */
export async function doctor(options: DoctorOptions, host: Host, machine: Machine = thisMachine()): Promise<ExitName> {
  const diagnoses = await diagnose(options, host, machine);
  const end: ExitName = diagnoses.some(({ state }) => state === 'fault') ? 'uncommitted' : 'ok';
  if (options.quiet && !options.json && end === 'ok') return end;
  answer(host, options, {
    json: () => ({ exitCode: exitCodes[end].code, diagnoses }),
    text: (paint) => doctorText(diagnoses, paint, { all: options.verbose === true }),
  });
  return end;
}

/** Later checks need what earlier ones found right; what cannot be checked is said. */
export async function diagnose(options: DoctorOptions, host: Host, machine: Machine): Promise<readonly Diagnosis[]> {
  const { diagnoses, project } = await configChecks(options.config, host, machine);
  const found = [...(await machineChecks(machine, host.env)), ...diagnoses];
  if (!project) return [...found, leftOut('state.opens', 'storage, records and DSPs: the configuration comes first')];
  const storage = await storageChecks(project, machine);
  found.push(...storage);
  if (storage.some(({ id, state }) => state === 'fault' && /^(state|lake)\.f/.test(id)))
    return [...found, leftOut('state.opens', 'records and DSPs: the folders come first')];
  found.push(...(await recordChecks(project, options.config, machine)));
  if (options.online) found.push(...(await onlineChecks(project, host.signal)));
  else found.push(leftOut('dsp.reached', 'DSPs were not asked; --online does'));
  return found;
}
