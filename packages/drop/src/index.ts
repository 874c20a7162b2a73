export { type BucketConfig, type DirectoryConfig, DropConfig, type SftpConfig } from './config.ts';
export type { Drop, DropEntry, DropState, ExpectedFile } from './drop.ts';
export { dropCredential, dropHosts, dropOrigin, dropPlace } from './hosts.ts';
export { type OpenDropOptions, openDrop } from './open-drop.ts';
export { dropPolicy, dropRules } from './policy.ts';
export { type UnzipOptions, unzip } from './unzip.ts';
export type { UnzipLimits } from './zip-members.ts';
