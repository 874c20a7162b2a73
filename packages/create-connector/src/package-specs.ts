/** Versions of tools that a package is written for; a test holds them to those this repository uses. */
export const toolVersions = {
  '@changesets/cli': '3.0.3',
  '@types/node': '24.19.2',
  msw: '3.0.5',
  publint: '0.3.25',
  typescript: '7.0.2',
  vitest: '5.1.1',
} as const;

/** Packages of Ledgerline that a connector package names. */
export type LedgerlinePackage = 'cli' | 'core' | 'fakes' | 'testkit';

/** Where a generated package gets Ledgerline from, and where it lives itself. */
export interface PackageSpecs {
  /** The range on core that the connector is made for. */
  readonly range: string;
  /** OWNER/NAME on GitHub; provenance needs it. */
  readonly repository?: string | undefined;
  spec(name: LedgerlinePackage): string;
  /** What the named packages need in turn, where it does not come from the registry. */
  readonly others: Readonly<Record<string, string>>;
}

/** From the registry, in the version that this generator came with. */
export function registrySpecs(version: string, repository?: string): PackageSpecs {
  const range = `^${version}`;
  return { range, repository, spec: () => range, others: {} };
}

/** From tarballs below the package: `tarballs` are their paths, as `pnpm pack` and `npm pack` name them. */
export function tarballSpecs(version: string, tarballs: readonly string[], repository?: string): PackageSpecs {
  const files = new Map(
    tarballs.flatMap((path) => {
      const [, name] = /(?:^|\/)ledgerline-(.+)-\d+\.\d+\.\d+[^/]*\.tgz$/.exec(path) ?? [];
      return name === undefined ? [] : [[name, `file:${path}`] as const];
    }),
  );
  const named: ReadonlySet<string> = new Set(['cli', 'core', 'fakes', 'testkit']);
  const others = [...files].filter(([name]) => !named.has(name) && name !== 'create-connector');
  return {
    range: `^${version}`,
    repository,
    spec(name) {
      const file = files.get(name);
      if (file === undefined) throw new Error(`There is no tarball of @ledgerline/${name} among those given.`);
      return file;
    },
    others: Object.fromEntries(others.map(([name, file]) => [`@ledgerline/${name}`, file])),
  };
}
