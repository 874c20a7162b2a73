export { HttpSourceConfig } from './config.ts';
export { http, http as default } from './connector.ts';
export { policyOf } from './policy.ts';
