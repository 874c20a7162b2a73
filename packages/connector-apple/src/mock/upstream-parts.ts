import { errorAnswer } from './answers.ts';
import { parseReporterRequest } from './parse-request.ts';

/** A request as the conformance suite shows it. */
export interface PostedRequest {
  readonly url: URL;
  readonly body: string;
}

/** What a request to the fake is for: everything is posted to two addresses, the command inside tells. */
export function placeOf({ url, body }: PostedRequest): 'listing' | 'document' | 'other' {
  const { command = '', args = [] } = parseReporterRequest(body, url) ?? {};
  if (command.endsWith('.getReport')) return args.includes('amContent') ? 'other' : 'document';
  return /\.getVendors(AndRegions)?$/.test(command) ? 'listing' : 'other';
}

/** The command with its arguments, which say what is asked for; never the token beside them. */
export function nameOf({ url, body }: PostedRequest): string {
  const { command = '', args = [] } = parseReporterRequest(body, url) ?? {};
  return [url.pathname, command, ...args].join('/');
}

const say = (code: number) => () => errorAnswer({ code }, 'Robot.XML');

/** Reporter's own words for what can become of a report. */
export const answers = {
  throttled: (retryAfter: string | undefined) => ({
    at: 'document' as const,
    respond: () => {
      const answer = say(117)();
      if (retryAfter !== undefined) answer.headers.set('retry-after', retryAfter);
      return answer;
    },
  }),
  tokenExpired: () => ({ at: 'document' as const, respond: say(123) }),
  notReady: () => ({ at: 'document' as const, respond: say(210) }),
  gone: () => ({ at: 'document' as const, respond: say(209) }),
};

export const cannot = {
  addressExpired: 'Reporter hands out no addresses: a report is the answer to the command that asks for it.',
  shortListing: 'Lists of Reporter (vendors, regions) advertise no total.',
};

export const waivers = {
  'credentials/lapse':
    'A Reporter token is made by hand for 180 days, and making one ends the one in use everywhere; the connector stops and says so.',
};
