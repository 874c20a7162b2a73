import type { Words } from '../words.ts';

/** `.changeset/config.json` */
export function changesetConfig(): string {
  const content = {
    $schema: 'https://unpkg.com/@changesets/config/schema.json',
    changelog: '@changesets/cli/changelog',
    commit: false,
    access: 'public',
    baseBranch: 'main',
  };
  return `${JSON.stringify(content, undefined, 2)}\n`;
}

/** `.changeset/first-release.md` */
export function firstChangeset({ packageName, dsp, name }: Words): string {
  return `---
"${packageName}": minor
---

Monthly sales of ${dsp} can be ingested with \`connector: ${name}\`.
`;
}

/** `.github/workflows/publish.yml` */
export function publishWorkflow(): string {
  return `name: publish
on:
  push:
    branches: [main]
  pull_request:
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v6
      - uses: actions/setup-node@v6
        with: { node-version: 24 }
      - run: npm ci
      - run: npm test
      - run: npm run check
  publish:
    needs: test
    if: github.event_name == 'push'
    runs-on: ubuntu-latest
    permissions:
      contents: write
      pull-requests: write
      id-token: write # npm learns from it which commit and workflow a version was built by: provenance, without a token
    steps:
      - uses: actions/checkout@v6
      - uses: actions/setup-node@v6
        with: { node-version: 24, registry-url: https://registry.npmjs.org }
      - run: npm ci
      # Opens a pull request with the next version while there are changesets, and publishes once it is merged.
      - uses: changesets/action@v1
        with: { version: npm run version, publish: npx changeset publish }
        env:
          GITHUB_TOKEN: \${{ secrets.GITHUB_TOKEN }}
          NPM_CONFIG_PROVENANCE: true
`;
}
