/** What became of the `${NAME}` places of one text. */
export interface Substituted {
  readonly text: string;
  /** The values that were put in. */
  readonly used: readonly string[];
  /** What is wrong, one sentence per place. */
  readonly missing: readonly string[];
}

export type Environment = Readonly<Record<string, string | undefined>>;

const place = /\$(\$?)\{([^}]*)\}/g;

/** Puts variables in the place of `${NAME}`; `$${NAME}` stays `${NAME}`. An empty variable counts as absent. */
export function substitute(text: string, env: Environment): Substituted {
  const used: string[] = [];
  const missing: string[] = [];
  const replaced = text.replace(place, (whole, escaped: string, name: string) => {
    if (escaped) return whole.slice(1);
    if (!/^[A-Za-z_]\w*$/.test(name)) {
      missing.push(`"${whole}" is not a variable; write \${NAME}, or $\${ for the characters themselves`);
      return '';
    }
    const value = Object.hasOwn(env, name) ? env[name] : undefined;
    if (value === undefined || value === '') {
      missing.push(`the environment variable ${name} is ${value === '' ? 'empty' : 'not set'}; set it before running`);
      return '';
    }
    used.push(value);
    return value;
  });
  return { text: replaced, used, missing };
}
