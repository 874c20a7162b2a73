/** What stands where a secret stood. */
export const redacted = '[redacted]';

/** Units: characters. Anything shorter would cut up ordinary words and protects nothing. */
const minSecretLength = 4;

/**
 * Makes a function that replaces registered secrets wherever they occur in a text: as they are, percent-encoded, in base64,
 * and as JSON would escape them.
 */
export function redactSecrets(secrets: readonly string[]): (text: string) => string {
  const forms = secrets
    .filter((secret) => secret.length >= minSecretLength)
    .flatMap((secret) => [
      secret,
      encodeURIComponent(secret.toWellFormed()),
      formEncoded(secret),
      Buffer.from(secret).toString('base64').replace(/=+$/, ''),
      JSON.stringify(secret).slice(1, -1),
    ]);
  // The longest first: a secret that is part of another must not leave the rest of it behind.
  const unique = [...new Set(forms)].sort((left, right) => right.length - left.length);
  if (unique.length === 0) return (text) => text;
  const pattern = new RegExp(unique.map((form) => form.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')).join('|'), 'g');
  return (text) => text.replace(pattern, redacted);
}

/** As forms and `URLSearchParams` write it: a space is `+`, and more is escaped than in a path. */
function formEncoded(secret: string): string {
  return new URLSearchParams([['', secret]]).toString().slice(1);
}
