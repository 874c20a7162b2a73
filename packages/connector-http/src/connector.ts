import {
  type Availability,
  type Connector,
  columnMapOf,
  daily,
  decode,
  defineConnector,
  definePolicy,
  type Feed,
  gunzip,
  monthly,
} from '@ledgerline/core';
import { authOf, download, listEntries } from './client.ts';
import { HttpSourceConfig } from './config.ts';
import { policyOf } from './policy.ts';
import { decoderOf, objectOf, reportOf } from './records.ts';

function availabilityOf({ grain, due }: HttpSourceConfig): Availability {
  const { day, afterDays, zone, source } = due;
  const where = source === undefined ? { source: 'assumption', assumed: true } : { source };
  return grain === 'month' ? monthly({ day, zone, ...where }) : daily({ afterDays, zone, ...where });
}

function feedOf(config: HttpSourceConfig): Feed<HttpSourceConfig> {
  const { money, grain, listing, feed } = config;
  return {
    money,
    grain,
    summary: `${feed} of ${config.dsp}, as the configuration describes them.`,
    available: availabilityOf(config),
    ...(listing?.report.rows === undefined ? {} : { declares: ['rows'] }),
    async *list(context, { from, to }) {
      const { config: own, clock } = context;
      if (own.listing !== undefined) {
        for await (const entry of listEntries(context, own.listing)) yield reportOf(own, own.listing, entry);
        return;
      }
      const rule = availabilityOf(own);
      for (const period of rule.periods(from, to)) {
        if (rule.dueMs(period) > clock.wall()) continue;
        yield { kind: 'report', period, locator: period, object: objectOf(own, period) };
      }
    },
    read(context, report) {
      const { document } = context.config;
      const stages = document.gzip ? [gunzip({ when: 'always' })] : [];
      return decode(download(context, report), ...stages, decoderOf(document));
    },
    mappingFor: ({ columns, ignore }) => ({ columns: columnMapOf(columns), ignore }),
  };
}

function hostsOf({ auth }: HttpSourceConfig): readonly string[] {
  return 'tokenUrl' in auth ? [new URL(auth.tokenUrl).host] : [];
}

const common = {
  name: 'http',
  version: '0.1.0',
  summary: 'A source by configuration alone: an API that lists reports as JSON and hands them out as text.',
  config: HttpSourceConfig,
  baseUrl: ({ baseUrl }: HttpSourceConfig) => baseUrl,
  hosts: hostsOf,
  auth: authOf,
};

/** The connector that a configuration describes. */
function describedBy(config: HttpSourceConfig): Connector<typeof HttpSourceConfig, HttpSourceConfig> {
  const { report } = config.listing ?? {};
  return defineConnector({
    ...common,
    dsp: config.dsp,
    policy: policyOf(config),
    capabilities: { revisions: report?.tag !== undefined, controlTotals: report?.rows !== undefined },
    feeds: { [config.feed]: feedOf(config) },
  });
}

/** A source by configuration alone; DSP, feed and policy are what its configuration says. */
export const http = defineConnector({
  ...common,
  dsp: 'http',
  policy: definePolicy({ id: 'http' }),
  capabilities: { revisions: true, controlTotals: true },
  feeds: {},
  described: describedBy,
});
