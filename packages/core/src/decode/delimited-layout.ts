import type { OpenRows } from '../contracts/source.ts';
import type { Dialect } from './delimited-cells.ts';
import type { DelimitedOptions } from './delimited-options.ts';
import type { HeaderNames } from './header-names.ts';

/** Everything known about a delimited document once its header was read. */
export interface DelimitedLayout {
  readonly options: DelimitedOptions;
  readonly dialect: Dialect;
  readonly names: HeaderNames;
  readonly wanted: readonly string[];
  readonly maxBytes: number;
  readonly request: OpenRows & { readonly object: string };
}
