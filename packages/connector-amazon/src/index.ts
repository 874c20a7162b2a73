export { AmazonConfig } from './config.ts';
export { amazon, amazon as default } from './connector.ts';
export { policy } from './policy.ts';
