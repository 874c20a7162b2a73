export { YoutubeConfig } from './config.ts';
export { youtube, youtube as default } from './connector.ts';
export { policy } from './policy.ts';
