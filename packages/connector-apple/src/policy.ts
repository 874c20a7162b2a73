import { type ClassifyRule, definePolicy } from '@ledgerline/core';

const path = 'Error/Code';
/** Apple's own code and words stay in every message. */
const quote = [path, 'Error/Message'];

type Rule = Pick<ClassifyRule, 'id' | 'verdict' | 'reason'> & { readonly op?: ClassifyRule['when']['op'] };

function onCodes(codes: readonly number[], { op, ...rule }: Rule): ClassifyRule {
  return { ...rule, when: { xml: { path, value: { in: codes } }, ...(op === undefined ? {} : { op }) }, quote };
}

/**
 * What is special about Apple's Reporter.
 *
 * The code in the body decides before the status, also under 200. Source of codes and meanings: Apple's Reporter guides and public clients
 * that cite them; how codes map to statuses is not documented. Figures marked † are our assumptions.
 */
export const policy = definePolicy({
  id: 'apple',
  hosts: ['reportingitc-reporter.apple.com'],
  scopes: ['credential', 'vendor'],
  classify: [
    onCodes([210], { id: 'not-ready', verdict: 'defer', reason: 'not-ready' }),
    // 213 says that there were no sales. Only of a period whose report must be there by now is that an answer about the period.
    onCodes([213], { id: 'proven-empty', verdict: 'deliver', reason: 'no sales', op: { equals: 'sales-report' } }),
    onCodes([213], { id: 'no-sales-yet', verdict: 'defer', reason: 'not-ready' }),
    onCodes([117], { id: 'delayed', verdict: 'throttle', reason: 'throttled' }),
    onCodes([212], { id: 'unexpected', verdict: 'retry', reason: 'upstream' }),
    onCodes([209, 211], { id: 'gone', verdict: 'give-up', reason: 'gone' }),
    onCodes([121], { id: 'version', verdict: 'give-up', reason: 'config' }),
    onCodes([108], { id: 'login', verdict: 'give-up', reason: 'auth' }),
    {
      // † 126 to 131 are not known; they stand between codes that are all about the token.
      id: 'token',
      when: { xml: { path, value: { range: [123, 132] } } },
      verdict: 'give-up',
      reason: 'auth',
      quote,
    },
    onCodes([100, 101, 102, 114, 115, 120, 200, 201, 202, 203, 204, 205, 206, 207, 208, 214, 215, 300], {
      id: 'arguments',
      verdict: 'give-up',
      reason: 'config',
    }),
    {
      // Any other error of Apple's, whatever its status; what a server in between says under 5xx is judged by its status.
      id: 'unknown-error',
      when: { xml: { path, value: { prefix: '' } }, status: { range: [200, 499] } },
      verdict: 'give-up',
      reason: 'refused',
      quote,
    },
  ],
  // Reading by POST: repeating it changes nothing. Token commands, which would, are not among them and never sent.
  idempotentOps: [
    'accounts',
    'vendors',
    'regions',
    'version',
    'sales-report',
    'sales-report-early',
    'content-report',
    'finance-report',
  ],
  auth: { refreshOn: [] },
  policy: {
    concurrency: { max: 1 }, // † no limit is documented; public clients ask one after the other
    timeout: { attemptMs: 600_000 }, // † a report cannot be continued where it broke off, so one attempt must be able to carry it whole
  },
});
