import type { Words } from '../words.ts';
import { importLine } from './imports.ts';

/** `src/index.ts` */
export function door({ variable, type }: Words): string {
  return `export { ${type}Config } from './config.ts';
export { ${variable}, ${variable} as default } from './connector.ts';
export { policy } from './policy.ts';
`;
}

/** `src/mock.ts` */
export function mockDoor({ name, type }: Words): string {
  return `export { createFake${type}, fakeConfig } from './mock/fake-${name}.ts';
export { upstream } from './mock/upstream.ts';
`;
}

/** `src/mock/fake-NAME.ts` */
export function fakeRoom({ dsp, type, authParts, listingParts, formatParts }: Words): string {
  const { pages, lists } = listingParts;
  const names = ['createReportApi', 'fakeIsrc', formatParts.pack, 'type ReportApi', 'type ReportApiOptions'];
  const settings = authParts.settings.filter(({ fake }) => fake !== '');
  const listing = `  listing: {
    path: '/reports',
    items: 'reports',
    total: 'total',
    pages: ${pages ?? ''},
    entry: ({ id, period, version, rows }) => ({ id, month: period, etag: \`v\${version}\`, rows }),
  },
`;
  return `${importLine(names, '@ledgerline/fakes')}

/** What an operator of the fake would write. */
export const fakeConfig = {
${settings.map(({ key, fake }) => `  ${key}: '${fake}',\n`).join('')}};

/** The API of ${dsp} in its own words, as its documentation tells; client and records must find their way by them. */
const api: ReportApi = {
  auth: ${authParts.fake},
${lists ? listing : ''}  documents: {
    address: ({ id }) => \`/reports/\${id}\`,
    format: ${formatParts.format},
    pack: ${formatParts.pack},
    needed: 'Plays',
    row: (draws, index) => ({
      ISRC: fakeIsrc(draws.zipf(500)),
      Title: \`Song \${index + 1}\`,
      Country: draws.pick(['DE', 'US', 'JP', 'NA']),
      Plays: String(1 + draws.int(900)),
      Royalty: \`\${draws.int(20)}.\${1_000_000 + draws.int(9_000_000)}\`,
      Currency: 'EUR',
    }),
  },
};

/** The same options give the same reports. */
export function createFake${type}(options: ReportApiOptions) {
  return createReportApi(api, options);
}
`;
}

/** `src/mock/upstream.ts` */
export function upstreamRoom({ name, type, authParts, listingParts }: Words): string {
  const noListing = `    listing: 'The API lists nothing; a report is asked for by its month.',
    shortListing: 'The API lists nothing.',
    reissue: 'Whether a report was published anew cannot be asked.',
`;
  const waivers = authParts.lapse === undefined ? '' : `  waivers: { 'credentials/lapse': '${authParts.lapse}' },\n`;
  return `${importLine(['type ReportApiOptions'], '@ledgerline/fakes')}
import { createFake${type}, fakeConfig } from './fake-${name}.ts';

/** What the conformance suite asks about the fake; a part that is missing says why. */
export const upstream = {
  name: '${name}',
  today: '2026-06-01',
  cannot: {
    addressExpired: 'Documents come from the API itself; there is no signed address that could lapse.',
${listingParts.lists ? '' : noListing}  },
${waivers}  start(options: ReportApiOptions) {
    const window = { from: '2026-01-01', to: '2026-03-31' };
    return { config: fakeConfig, window, ...createFake${type}(options) };
  },
};
`;
}
