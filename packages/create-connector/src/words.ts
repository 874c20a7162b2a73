import type { Answers } from './answers.ts';
import { type AuthParts, authKinds } from './kinds/auth-kinds.ts';
import { type FormatParts, formatKinds } from './kinds/format-kinds.ts';
import { type ListingParts, listingKinds } from './kinds/listing-kinds.ts';

/** Everything that templates say, worked out once. */
export interface Words extends Answers {
  /** `ledgerline-connector-nimbus-music` */
  readonly packageName: string;
  /** `nimbusMusic` */
  readonly variable: string;
  /** `NimbusMusic` */
  readonly type: string;
  /** `NIMBUS_MUSIC` */
  readonly envName: string;
  /** Root of the API that the generated fake answers for; the reserved name leads nowhere. */
  readonly origin: string;
  readonly authParts: AuthParts;
  readonly listingParts: ListingParts;
  readonly formatParts: FormatParts;
}

export function wordsOf(answers: Answers): Words {
  const parts = answers.name.split('-');
  const type = parts.map((part) => part.slice(0, 1).toUpperCase() + part.slice(1)).join('');
  return {
    ...answers,
    packageName: `ledgerline-connector-${answers.name}`,
    variable: type.slice(0, 1).toLowerCase() + type.slice(1),
    type,
    envName: answers.name.toUpperCase().replaceAll('-', '_'),
    origin: `https://api.${answers.name}.example`,
    authParts: authKinds[answers.auth],
    listingParts: listingKinds[answers.listing],
    formatParts: formatKinds[answers.format],
  };
}
