import { Secret, type Static, Type } from '@ledgerline/core';

/** Root of the API. Source: public discovery document of the Reporting API, revision 20260408. */
export const defaultBaseUrl = 'https://youtubereporting.googleapis.com';
/** Source: Google's OAuth documentation and public clients. */
export const defaultTokenUrl = 'https://oauth2.googleapis.com/token';
/** Where download addresses lead. Source: captures of public clients; other hosts of Google's are possible, name them when they appear. */
const defaultDownloadHosts = ['youtubereporting.googleapis.com'];

const reportTypes = (defaults: readonly string[], description: string) =>
  Type.Array(Type.String({ minLength: 1, maxLength: 100, pattern: '^[a-z0-9_]+$' }), {
    default: [...defaults],
    minItems: 1,
    uniqueItems: true,
    description,
  });

/** The connector's configuration; one account is one content owner. */
export const YoutubeConfig = Type.Object(
  {
    contentOwner: Type.String({
      minLength: 1,
      description: 'Your content owner id; sent as `onBehalfOfContentOwner` with every call.',
    }),
    clientId: Type.String({ minLength: 1, description: 'OAuth client id of your Google Cloud project.' }),
    clientSecret: Secret({ description: 'Secret of the same OAuth client.' }),
    refreshToken: Secret({
      description:
        'Refresh token of a person who may see the owner’s reports, for the scopes yt-analytics.readonly and yt-analytics-monetary.readonly.',
    }),
    project: Type.Optional(
      Type.String({
        minLength: 1,
        description:
          'Name of the Google Cloud project. Quotas are per project: give pipelines of one project the same name. Without it the client id stands for it.',
      }),
    ),
    baseUrl: Type.String({ default: defaultBaseUrl, pattern: '^https?://', description: 'Root of the Reporting API.' }),
    tokenUrl: Type.String({ default: defaultTokenUrl, pattern: '^https?://', description: 'OAuth token endpoint.' }),
    downloadHosts: Type.Array(Type.String({ minLength: 1 }), {
      default: defaultDownloadHosts,
      description:
        'Hosts besides that of `baseUrl` that download addresses may name; they are sent the access token, anything else is refused. `*.example.com` matches subdomains.',
    }),
    createJobs: Type.Boolean({
      default: true,
      description: 'Create the job of a user-created report type when there is none; nothing is generated before.',
    }),
    joinAssets: Type.Boolean({
      default: true,
      description:
        'Look the ISRC up in the asset report for documents that do not carry it. Without it their rows have none.',
    }),
    assetRevenue: Type.Object(
      {
        reportTypes: reportTypes(
          ['content_owner_asset_ad_revenue_raw_a1'],
          'System-managed advertising reports per asset. Raw and summary hold the same money: name one of them.',
        ),
      },
      { additionalProperties: false, default: {}, description: 'The feed `asset_revenue`.' },
    ),
    musicRevenue: Type.Object(
      {
        reportTypes: reportTypes(
          ['music_content_owner_asset_red_revenue_raw_a1'],
          'System-managed subscription reports per asset, monthly or weekly but not both.',
        ),
      },
      { additionalProperties: false, default: {}, description: 'The feed `music_revenue`.' },
    ),
    estimatedRevenue: Type.Object(
      {
        reportTypes: reportTypes(
          ['content_owner_asset_estimated_revenue_a1'],
          'User-created daily estimates per asset.',
        ),
      },
      { additionalProperties: false, default: {}, description: 'The feed `estimated_revenue`.' },
    ),
    assets: Type.Object(
      { reportTypes: reportTypes(['content_owner_asset_a3'], 'System-managed asset report, newest version first.') },
      { additionalProperties: false, default: {}, description: 'The feed `assets`, and the lookup of ISRCs.' },
    ),
  },
  { additionalProperties: false },
);

export type YoutubeConfig = Static<typeof YoutubeConfig>;
