import { definePolicy } from '@ledgerline/core';
import { dropPolicy, dropRules } from '@ledgerline/drop';

/**
 * What is special about Amazon's reports: they lie in a drop, so this is the policy of drops.
 *
 * Source: Amazon documents no royalty API and no limits of its SFTP host. Two calls at once (in `dropPolicy`) is an assumption of ours; the
 * meaning of a bucket's errors is that of the Amazon S3 API reference.
 */
export const policy = definePolicy({
  id: 'amazon',
  scopes: ['credential', 'class'],
  classify: dropRules,
  policy: dropPolicy,
});
