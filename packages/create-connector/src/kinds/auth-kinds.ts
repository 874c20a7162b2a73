/** A setting that an auth kind needs. */
export interface AuthSetting {
  readonly key: string;
  readonly secret: boolean;
  readonly description: string;
  /** What the fake takes for right. */
  readonly fake: string;
  /** Set where there is a default: a path below the root of the API. */
  readonly defaultPath?: string;
}

/** How one kind of authentication is written. */
export interface AuthParts {
  readonly hint: string;
  readonly settings: readonly AuthSetting[];
  /** The helper of core, and the `auth` of the connector with it. */
  readonly helper: string;
  readonly auth: string;
  /** The fake's side of it. */
  readonly fake: string;
  /** Why a credential that lapses is not renewed; absent where it is. */
  readonly lapse?: string;
  /** For the README: how somebody comes by a credential. */
  readonly credentials: string;
}

const byHand = 'made by hand; when it is refused, the connector stops and says so';

const oauthSettings: readonly AuthSetting[] = [
  { key: 'clientId', secret: false, description: 'OAuth client id.', fake: 'fake-client' },
  { key: 'clientSecret', secret: true, description: 'Secret of the same client.', fake: 'fake-secret-0123456789' },
];

const tokenUrl: AuthSetting = {
  ...{ key: 'tokenUrl', secret: false, description: 'OAuth token endpoint.' },
  ...{ fake: '', defaultPath: '/oauth/token' },
};

/** Kinds of authentication by the name they are chosen by. */
export const authKinds = {
  bearer: {
    hint: 'a fixed token: Authorization: Bearer …',
    settings: [{ key: 'token', secret: true, description: 'Token of the API.', fake: 'fake-token-0123456789' }],
    helper: 'bearer',
    auth: '({ token }) => bearer(token)',
    fake: `{ kind: 'header', name: 'authorization', value: \`Bearer \${fakeConfig.token}\` }`,
    lapse: `A token is ${byHand}.`,
    credentials: 'Make a token in the portal of the DSP.',
  },
  'api-key': {
    hint: 'a key in a header of its own: X-Api-Key: …',
    settings: [{ key: 'key', secret: true, description: 'Key of the API.', fake: 'fake-key-0123456789' }],
    helper: 'apiKey',
    auth: "({ key }) => apiKey('x-api-key', key)",
    fake: "{ kind: 'header', name: 'x-api-key', value: fakeConfig.key }",
    lapse: `A key is ${byHand}.`,
    credentials: 'Make a key in the portal of the DSP.',
  },
  'client-credentials': {
    hint: 'OAuth client credentials: a token endpoint, tokens that end',
    settings: [...oauthSettings, tokenUrl],
    helper: 'clientCredentials',
    auth: '({ tokenUrl, clientId, clientSecret }) => clientCredentials({ tokenUrl, clientId, clientSecret })',
    fake: "{ kind: 'oauth', path: '/oauth/token', expects: [fakeConfig.clientId, fakeConfig.clientSecret], lifeSec: 3600 }",
    credentials: 'Register a client in the portal of the DSP; it gets an id and a secret.',
  },
  'refresh-token': {
    hint: 'OAuth refresh token: a person consented, tokens that end',
    settings: [
      ...oauthSettings,
      {
        key: 'refreshToken',
        secret: true,
        description: 'Refresh token of a person who may see the reports.',
        fake: 'fake-grant-0123456789',
      },
      tokenUrl,
    ],
    helper: 'refreshToken',
    auth: '({ tokenUrl, clientId, clientSecret, refreshToken: grant }) =>\n    refreshToken({ tokenUrl, clientId, clientSecret, refreshToken: grant })',
    fake: "{ kind: 'oauth', path: '/oauth/token', expects: [fakeConfig.clientId, fakeConfig.refreshToken], lifeSec: 3600 }",
    credentials:
      'Register a client in the portal of the DSP and let the owner of the account consent once; keep the refresh token.',
  },
} as const satisfies Readonly<Record<string, AuthParts>>;

export type AuthKind = keyof typeof authKinds;
