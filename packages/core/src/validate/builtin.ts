import type { Validator } from '../contracts/validator.ts';
import { catalogueValidator } from './catalogue-validator.ts';
import { identifiersValidator } from './identifiers-validator.ts';
import { schemaValidator } from './schema-validator.ts';
import { usdValidator } from './usd-validator.ts';

/** The validators a pipeline can name without a package. */
export const builtinValidators: Readonly<Record<string, Validator>> = Object.freeze({
  schema: schemaValidator,
  identifiers: identifiersValidator,
  catalogue: catalogueValidator,
  usd: usdValidator,
});
