/** What somebody says about their first pipeline. */
export interface FirstAnswers {
  readonly dsp: string;
  readonly account: string;
  /** Where files are dropped, for DSPs that deliver files. */
  readonly files: string;
  readonly lake: string;
  /** `YYYY-MM` */
  readonly since: string;
}

interface Template {
  readonly feeds: readonly string[];
  /** What stands before `config`, for people. */
  readonly about: string;
  /** Lines under `config`. */
  readonly config: (answers: FirstAnswers) => readonly string[];
  readonly takesFiles: boolean;
  readonly variables: readonly string[];
}

/** What is asked of each DSP at first: the feed that tells money, by the way that needs the least. */
export const templates: Readonly<Record<string, Template>> = {
  spotify: {
    feeds: ['sales'],
    about: 'Sales reports as Spotify or your distributor gave them: plain or .gz, under their own names.',
    config: ({ files }) => ['sales:', `  drop: { kind: directory, path: ${files} }`],
    takesFiles: true,
    variables: [],
  },
  apple: {
    feeds: ['finance'],
    about: 'Financial reports over Reporter. The token is made in iTunes Connect and lives 180 days.',
    config: () => [`accessToken: \${APPLE_REPORTER_TOKEN}`],
    takesFiles: false,
    variables: ['APPLE_REPORTER_TOKEN'],
  },
  amazon: {
    feeds: ['statements'],
    about:
      'Statements from the folder that Amazon delivers to, or from a copy of it. A bucket or an SFTP host works as well.',
    config: ({ files }) => [
      `drop: { kind: directory, path: ${files} }`,
      'vendor: LABEL # the code that Amazon knows you by',
      'currencies: # what statements of a territory are in',
      '  - { territory: DE, currency: EUR }',
    ],
    takesFiles: true,
    variables: [],
  },
  youtube: {
    feeds: ['asset_revenue'],
    about: 'Revenue by asset over the Reporting API. Run daily: what YouTube has deleted is lost.',
    config: () => [
      `contentOwner: \${YOUTUBE_CONTENT_OWNER}`,
      `clientId: \${YOUTUBE_CLIENT_ID}`,
      `clientSecret: \${YOUTUBE_CLIENT_SECRET}`,
      `refreshToken: \${YOUTUBE_REFRESH_TOKEN}`,
    ],
    takesFiles: false,
    variables: ['YOUTUBE_CONTENT_OWNER', 'YOUTUBE_CLIENT_ID', 'YOUTUBE_CLIENT_SECRET', 'YOUTUBE_REFRESH_TOKEN'],
  },
};

/** A commented configuration of one pipeline. Errors: none; undefined for a DSP without a template. */
export function firstConfig(answers: FirstAnswers): string | undefined {
  const template = templates[answers.dsp];
  if (!template) return undefined;
  const { dsp, account, lake, since } = answers;
  const [feed = ''] = template.feeds;
  return `# What Ledgerline reads, and where rows go. \`ledgerline validate\` checks it, \`ledgerline schema\` describes every key.

sinks:
  lake:
    use: filesystem
    path: ${lake} # made when it is not there; a local disk
    format: ndjson # or csv, or parquet with the package @duckdb/node-api

pipelines:
  ${dsp}-${feed.replaceAll('_', '-')}:
    connector: ${dsp}
    accounts: [${account}] # whose reports; a name of yours
    feeds: [${template.feeds.join(', ')}]
    since: ${since} # the first month to read
    # ${template.about}
    config:
${template
  .config(answers)
  .map((line) => `      ${line}`)
  .join('\n')}
    # How much may be rejected before a report waits for a person:
    budget: { rejectedRatio: 0.01 }
    # When reports are due, if you know better than the connector; past it they are missing:
    # due: { ${feed}: { day: 20, afterMonths: 1, graceDays: 5 } }

# What is looked at in every row; drift compares with the reports before:
validators:
  changes: { use: drift }
`;
}

/** A text that stands in YAML as it is. */
export function isPlainWord(text: string): boolean {
  return /^[A-Za-z0-9_./@-][\w./@ -]*$/.test(text) && !text.endsWith(' ');
}
