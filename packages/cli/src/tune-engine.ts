import { enableCompileCache } from 'node:module';
import { setFlagsFromString } from 'node:v8';

/**
 * Settings of the JavaScript engine that suit a command whose data is byte buffers outside the heap.
 *
 * The engine collects garbage after every few megabytes of buffers, however small the heap is; a third of a run went into that. Modules are
 * kept compiled between runs in the folder for temporary files, or in `NODE_COMPILE_CACHE`.
 */
export function tuneEngine(): void {
  setFlagsFromString('--heap-growing-percent=100');
  enableCompileCache();
}
