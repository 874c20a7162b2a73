/** What a check found. Shape: `run` is a shell command that mends it as it stands; `fix` tells in words what to do. */
export interface Diagnosis {
  /** Stable: `lake.folder`. */
  readonly id: string;
  readonly state: 'well' | 'fault' | 'open' | 'left out';
  readonly what: string;
  readonly fix?: string;
  readonly run?: string;
}

export interface Remedy {
  readonly fix: string;
  readonly run?: string;
}

export function well(id: string, what: string): Diagnosis {
  return { id, state: 'well', what };
}

/** Something that ends or endangers runs. */
export function fault(id: string, what: string, remedy: Remedy): Diagnosis {
  return { id, state: 'fault', what, ...remedy };
}

/** Something that a person should look at, though runs go on. */
export function open(id: string, what: string, remedy: Remedy): Diagnosis {
  return { id, state: 'open', what, ...remedy };
}

export function leftOut(id: string, what: string): Diagnosis {
  return { id, state: 'left out', what };
}

/** A text as one word of a shell. */
export function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** Moves something aside that stands where something else belongs; nothing is deleted. */
export function setAside(path: string): string {
  return `mv ${quoted(path)} ${quoted(`${path}.set-aside`)}`;
}
