export { type DirectoryConfig, DropConfig } from './config.ts';
export type { Drop, DropEntry, DropState, ExpectedFile } from './drop.ts';
export { type OpenDropOptions, openDrop } from './open-drop.ts';
