import { Block } from './block.ts';
import { BlockIds } from './block-ids.ts';
import type { DsrPlace, IssueLog } from './issues.ts';
import type { ProfileFamily } from './profiles.ts';
import type { DsrRecord } from './record.ts';

/** The blocks of a message, of which one at a time is held. */
export class Blocks {
  readonly #ids = new BlockIds();
  current: Block | undefined;
  /** Blocks begun in the file underway. */
  inFile = 0;

  take(record: DsrRecord, family: ProfileFamily, issues: IssueLog): void {
    const id = record.block ?? '';
    if (this.current?.id !== id) {
      this.#end(record, issues);
      this.current = new Block(id);
      this.inFile++;
      this.#checkId(id, record, issues);
    }
    this.current.add(record, family, issues);
  }

  /** Ends the last block of a file; gives how many there were. */
  endFile(place: DsrPlace, issues: IssueLog): number {
    this.#end(place, issues);
    const count = this.inFile;
    this.inFile = 0;
    return count;
  }

  #end(place: DsrPlace, issues: IssueLog): void {
    if (this.current !== undefined && this.current.sales === 0)
      issues.finding('BLOCK_WITHOUT_USAGE', place, {}, 'a block ends without a row of usage (before this line)');
    this.current = undefined;
  }

  #checkId(id: string, record: DsrRecord, issues: IssueLog): void {
    const known = this.#ids.add(id);
    if (known === 'known') {
      const message = `the block ${id} was there before: a block is never split or repeated`;
      issues.failure('BLOCK_REPEATED', record, message);
    } else if (known === 'unchecked') {
      const message = 'there are too many different BlockIds to notice repeated ones';
      issues.finding('BLOCK_IDS_UNCHECKED', record, {}, message);
    }
  }
}
