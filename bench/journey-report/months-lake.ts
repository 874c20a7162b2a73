import { fileURLToPath } from 'node:url';

const sink = fileURLToPath(new URL('./months-sink.ts', import.meta.url));

/** Four DSPs since three years ago, with promised dates: some months will be missing. Nothing of it is ever asked over the network. */
export function monthsConfig(): string {
  return `sinks:
  lake: { use: ${sink} }
pipelines:
  spotify-sales:
    connector: spotify
    feeds: [sales]
    accounts:
      lantern-row: { sales: { drop: { kind: directory, path: ./files/lantern-row } } }
      harbour-lights: { sales: { drop: { kind: directory, path: ./files/harbour-lights } } }
    since: 2023-12
    until: 2026-11
    due: { sales: { day: 20, afterMonths: 1, graceDays: 10 } }
  apple-finance:
    connector: apple
    feeds: [finance]
    accounts: { lantern-row: { vendors: ['80000001'] }, harbour-lights: { vendors: ['80000002'] } }
    config: { accessToken: not-a-token, tokenCreated: 2026-01-15 }
    since: 2023-12
    until: 2026-11
  amazon-statements:
    connector: amazon
    feeds: [statements]
    accounts: [lantern-row]
    config: { drop: { kind: directory, path: ./files }, prefix: amazon/, vendor: LANTR, currencies: [{ territory: DE, currency: EUR }] }
    since: 2023-12
    until: 2026-11
  youtube-revenue:
    connector: youtube
    feeds: [asset_revenue]
    accounts: [lantern-row]
    config: { contentOwner: owner, clientId: client, clientSecret: not-a-secret, refreshToken: not-a-token }
    since: 2023-12
    until: 2026-11
`;
}
