import { fileAnswer } from '@ledgerline/fakes';
import { HttpResponse } from 'msw';
import type { Fault } from './faults.ts';

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const escaped: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** An element on lines of its own, as Reporter pretty-prints. */
export function element(name: string, content: string | readonly string[]): string {
  if (typeof content === 'string') return `<${name}>${content.replace(/[&<>]/g, (mark) => escaped[mark]!)}</${name}>`;
  const inner = content.flatMap((child) => child.split('\n')).map((line) => `    ${line}`);
  return [`<${name}>`, ...inner, `</${name}>`].join('\n');
}

/** Reporter calls its XML plain text. */
export function textAnswer(
  text: string,
  { status = 200, headers = {} }: { status?: number; headers?: Record<string, string> } = {},
) {
  return new HttpResponse(text, { status, headers: { 'content-type': 'text/plain;charset=utf-8', ...headers } });
}

export function xmlAnswer(root: string): Response {
  return textAnswer(`${declaration}${root}\n`);
}

/** Wordings of which the source is a capture; the others only say what the code is known to mean. */
const messages: Readonly<Record<number, string>> = {
  101: 'Invalid command.',
  108: 'Invalid username and password. Change values and try again.',
  117: 'Reports are delayed. Try again later.',
  121: 'A report version is required. The latest version for this report is 1_2.',
  123: 'The access token has expired.',
  124: 'The access token is invalid.',
  132: 'No access token was supplied.',
  200: 'The vendor is invalid.',
  202: 'The report subtype is invalid.',
  205: 'The date is invalid.',
  209: 'There is no report for that date.',
  210: 'Report is not available yet. Daily reports for the Americas are available by 5 am Pacific Time; Japan, Australia, and New Zealand by 5 am Japan Standard Time; and 5 am Central European Time for all other territories.',
  212: 'An unexpected error occurred. Try again later.',
  213: 'There were no sales for the date specified.',
  214: 'More than one account is available. Name one.',
  215: 'The account number is invalid.',
};

/** † How codes map to statuses is not documented. */
function statusOf(code: number): number {
  if (code === 108 || (code >= 123 && code <= 132)) return 403;
  return code === 117 || (code >= 209 && code <= 213) ? 404 : 400;
}

export interface ReporterError {
  readonly code: number;
  readonly message?: string;
  /** 200 is one of the answers seen. */
  readonly status?: number;
}

/** An error as Reporter writes it; only its text in Normal mode. */
export function errorAnswer(
  { code, message = messages[code] ?? `Error ${code}.`, status = statusOf(code) }: ReporterError,
  mode: string,
): Response {
  const xml = element('Error', [element('Code', String(code)), element('Message', message)]);
  return textAnswer(mode === 'Robot.XML' ? `${declaration}${xml}\n` : message, { status });
}

/** A report with the headers that Reporter gives it, and the faults that spoil it. */
export function reportAnswer(
  name: string,
  bytes: Uint8Array,
  encoding: string | undefined,
  faults: readonly Fault[],
): Response {
  return fileAnswer(bytes, faults, {
    headers: {
      'content-type': 'application/a-gzip',
      ...(encoding === undefined ? {} : { 'content-encoding': encoding }),
      filename: name,
      downloadmsg: `Successfully downloaded ${name}`,
    },
  });
}
