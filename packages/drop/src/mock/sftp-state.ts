/** Everything about the fake that may be looked at or changed while it runs. */
export interface SftpState {
  /** Sessions break off after so many bytes of files, counted anew for each; the next `drops` of them do. */
  dropAfterBytes: number;
  drops: number;
  /** Paths (files or folders) that this login may not read. */
  readonly denied: Set<string>;
  /** Files still being written: visible bytes by path, growing by `growBytes` at every look. */
  readonly growing: Map<string, { visibleBytes: number; readonly growBytes: number }>;
  /** What was asked for, in order: `login password`, `list DE/202607`, `read DE/202607/Prime/a.zip@0`. */
  readonly requests: string[];
}
