import type { Validator } from '../contracts/validator.ts';
import { createDriftValidator } from '../drift/drift-validator.ts';
import type { TerritoryStanding } from '../drift/group.ts';
import { builtinValidators as judges } from '../validate/builtin.ts';
import { identifyTerritory } from '../validate/identifiers/territory.ts';

/** The validators a pipeline can name without a package: those of `validate/`, and `drift` with the code lists of `validate/`. */
export const builtinValidators: Readonly<Record<string, Validator>> = Object.freeze({
  ...judges,
  drift: createDriftValidator(standingOf),
});

function standingOf(territory: string): TerritoryStanding {
  // What `identifiers` could not read is told by it, row by row.
  if (territory === 'ZZ' || territory === '') return 'current';
  const { state, scheme } = identifyTerritory(territory);
  if (state === 'invalid') return 'unknown';
  return scheme === 'iso-withdrawn' ? 'withdrawn' : 'current';
}
