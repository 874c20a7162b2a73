/** The first Node that has everything the command needs. Source: `engines` of the packages. */
const least = { major: 22, minor: 15 };

/** What to tell the user of a Node that is too old; undefined when this one will do. */
export function nodeTooOld(version: string): string | undefined {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > least.major || (major === least.major && minor >= least.minor)) return undefined;
  return `ledgerline needs Node ${least.major}.${least.minor} or newer, this is ${version}; nothing was run.`;
}
