import { Secret, type Static, Type } from '@ledgerline/core';
import { DropConfig } from '@ledgerline/drop';

/** Where the Bulk API lives. Source: six public clients, 2020 to 2026. */
export const defaultBaseUrl = 'https://provider-api.spotify.com/v1/analytics';
/** Source: developer.spotify.com, "Client Credentials Flow". */
export const defaultAccountsUrl = 'https://accounts.spotify.com';
/** Where signed URLs lead. Source: a public client of 2026. */
const defaultStorageHosts = ['storage.googleapis.com'];

const Bulk = Type.Object(
  {
    licensor: Type.String({ minLength: 1, description: 'Your licensor id, as Spotify gave it to you.' }),
    clientId: Type.String({ minLength: 1, description: 'Client id of your developer app.' }),
    clientSecret: Secret({ description: 'Client secret of the same app.' }),
    baseUrl: Type.String({ default: defaultBaseUrl, pattern: '^https?://', description: 'Root of the Bulk API.' }),
    accountsUrl: Type.String({
      default: defaultAccountsUrl,
      pattern: '^https?://',
      description: 'Root of the accounts service, which hands out tokens.',
    }),
    storageHosts: Type.Array(Type.String({ minLength: 1 }), {
      default: defaultStorageHosts,
      minItems: 1,
      description: 'Hosts that signed URLs may lead to; anything else is refused. They never see the token.',
    }),
  },
  { additionalProperties: false, description: 'Access to the Bulk API; needed by `streams` and `aggregated_streams`.' },
);

const Sales = Type.Object(
  {
    drop: DropConfig,
    prefix: Type.String({ default: '', description: 'Only files whose path in the drop begins with this.' }),
    kinds: Type.Array(Type.Union([Type.Literal('streaming'), Type.Literal('breakage')]), {
      default: ['streaming', 'breakage'],
      minItems: 1,
      uniqueItems: true,
      description: 'Kinds of sales report to take.',
    }),
    periodFrom: Type.Optional(
      Type.String({
        pattern: '^\\d{4}-(0[1-9]|1[0-2])$',
        description: 'First month to take (`YYYY-MM`); files of earlier months are skipped.',
      }),
    ),
  },
  { additionalProperties: false, description: 'The drop with the monthly sales reports; needed by `sales`.' },
);

/** The connector's configuration: at least one of `bulk` and `sales`. */
export const SpotifyConfig = Type.Object(
  { bulk: Type.Optional(Bulk), sales: Type.Optional(Sales) },
  { additionalProperties: false },
);

export type SpotifyConfig = Static<typeof SpotifyConfig>;
export type BulkConfig = Static<typeof Bulk>;
export type SalesConfig = Static<typeof Sales>;
