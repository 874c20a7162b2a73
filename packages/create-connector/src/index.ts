export { type Answers, checkAnswers, questions } from './answers.ts';
export { authKinds } from './kinds/auth-kinds.ts';
export { formatKinds } from './kinds/format-kinds.ts';
export { listingKinds } from './kinds/listing-kinds.ts';
export { type Host, main } from './main.ts';
export { packageFiles } from './package-files.ts';
export { type PackageSpecs, registrySpecs, tarballSpecs, toolVersions } from './package-specs.ts';
