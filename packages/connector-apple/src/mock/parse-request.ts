/** What a request to Reporter asks for, in whatever shape it came. */
export interface ReporterRequest {
  readonly token: string | undefined;
  readonly userid: string | undefined;
  readonly password: string | undefined;
  readonly account: string | undefined;
  readonly version: string | undefined;
  readonly mode: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly isExistingToken: boolean;
  readonly requestId: string | undefined;
}

function formDecode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

/** The command line inside `queryInput`: options in any number, with or without commas behind them, then command and arguments. */
function parseQueryInput(input: string) {
  let rest = input.trim().replace(/^\[/, '').replace(/\]$/, '');
  const options: Record<string, string> = {};
  for (
    let match = /^\s*([pma])=([^,\s]*)[,\s]*/.exec(rest);
    match !== null;
    match = /^\s*([pma])=([^,\s]*)[,\s]*/.exec(rest)
  ) {
    options[match[1]!] = match[2]!;
    rest = rest.slice(match[0].length);
  }
  const [command = '', ...args] = rest.split(',').map((word) => word.trim());
  while (args.at(-1) === '') args.pop();
  return { options, command, args };
}

/** Reads a request body and URL; undefined when it is none of Reporter's. Unknown JSON keys are ignored. */
export function parseReporterRequest(body: string, url: URL): ReporterRequest | undefined {
  const start = body.indexOf('=');
  if (!body.startsWith('jsonRequest=')) return undefined;
  const more = /(?:&(?:isExistingToken|requestId)=[^&]*)+$/.exec(body);
  const fields = new URLSearchParams(`${url.search.slice(1)}${more?.[0] ?? ''}`);
  let json: unknown;
  try {
    json = JSON.parse(formDecode(body.slice(start + 1, more?.index)));
  } catch {
    return undefined;
  }
  if (typeof json !== 'object' || json === null) return undefined;
  const texts = Object.entries(json).map(([key, value]): [string, string | undefined] => [
    key,
    typeof value === 'string' ? formDecode(value) : undefined,
  ]);
  const values: Readonly<Record<string, string | undefined>> = Object.fromEntries(texts);
  const { options, command, args } = parseQueryInput(values.queryInput ?? '');
  const account = options.a ?? values.account;
  return {
    token: values.accesstoken,
    userid: values.userid,
    password: values.password,
    account: account === 'None' ? undefined : account,
    version: values.version,
    mode: options.m ?? values.mode ?? 'Normal',
    command,
    args,
    isExistingToken: fields.get('isExistingToken') === 'Y',
    requestId: fields.get('requestId') ?? undefined,
  };
}
