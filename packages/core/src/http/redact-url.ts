/** The one form in which URLs reach errors and logs: origin and path; queries and fragments may carry signatures, user info passwords. */
export function redactUrl(url: string | URL): string {
  const parsed = typeof url === 'string' ? URL.parse(url) : url;
  return parsed === null ? '(no valid URL)' : `${parsed.protocol}//${parsed.host}${parsed.pathname}`;
}
