import { definePolicy } from '@ledgerline/core';
import { dropPolicy, dropRules } from '@ledgerline/drop';

/** Files lie in a drop, so this is the policy of drops. Source: assumptions of ours, as `@ledgerline/drop` documents them. */
export const policy = definePolicy({
  id: 'file',
  scopes: ['credential', 'class'],
  classify: dropRules,
  policy: dropPolicy,
});
