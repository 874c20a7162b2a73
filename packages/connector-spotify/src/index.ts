export { type BulkConfig, type SalesConfig, SpotifyConfig } from './config.ts';
export { spotify, spotify as default } from './connector.ts';
export { policy } from './policy.ts';
