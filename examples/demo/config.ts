import { stringify } from 'yaml';

/** The configuration of the demo; the policy is quicker than the default because the fake Spotify asks for no patience. */
export function demoConfig(bulk: object): string {
  return stringify({
    sinks: { lake: { use: 'filesystem', path: './lake' } },
    policies: {
      loopback: {
        retry: { baseMs: 50, maxMs: 1000 },
        breaker: { kind: 'consecutive', threshold: 5, openBaseMs: 100, openMaxMs: 1000 },
        budget: { ratio: 1, floorPerSec: 10 },
        rate: [],
      },
    },
    pipelines: {
      'spotify-sales': pipeline('sales', { sales: { drop: { kind: 'directory', path: './spotify-files' } } }),
      'spotify-streams': pipeline('streams', { bulk }),
    },
  });
}

function pipeline(feed: string, config: object): object {
  return {
    connector: 'spotify',
    feeds: [feed],
    accounts: ['lantern-row'],
    config,
    policy: 'loopback',
    since: '2026-01',
    until: '2026-12',
    concurrency: 4,
    checkpointRows: 4096,
  };
}
