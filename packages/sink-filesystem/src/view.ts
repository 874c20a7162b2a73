import type { FileSystem } from './file-system.ts';
import type { Ledger } from './ledger.ts';

/** What readers need of a lake; no lock is among it. */
export interface View {
  readonly fs: FileSystem;
  readonly root: string;
  readonly ledger: Ledger;
}
