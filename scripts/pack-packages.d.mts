/** A public package of the repository. */
export interface PublicPackage {
  readonly folder: string;
  readonly manifest: { readonly name: string };
}

export function publicPackages(root: string): readonly PublicPackage[];
export function packPackage(one: PublicPackage, destination: string): string;
