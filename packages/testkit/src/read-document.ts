import {
  addDays,
  type Body,
  ConfigError,
  type ConnectorContext,
  type DeadLetter,
  type Feed,
  type JsonObject,
  type ListedReport,
  parsePeriod,
  type RoyaltyLineItem,
  type SyncOutcome,
} from '@ledgerline/core';
import { createLedgerline } from '@ledgerline/core/runtime';
import { createRecordingLog } from './world/recording-log.ts';
import { type AnyConnector, World } from './world/world.ts';

/** A document that somebody typed or kept, and the report it stands for. */
export interface DocumentToRead {
  readonly connector: AnyConnector;
  readonly feed: string;
  readonly config: JsonObject;
  /** The bytes as the DSP would hand them out; a text is taken as UTF-8. */
  readonly document: string | Uint8Array;
  /** What the listing says of it; the rest is made up. */
  readonly report: Pick<ListedReport, 'period'> & Partial<ListedReport>;
}

/** What a connector made of a document. Order: of rows as in the document. */
export interface ReadDocument {
  readonly outcome: SyncOutcome;
  readonly items: readonly RoyaltyLineItem[];
  readonly letters: readonly DeadLetter[];
}

/** Units: rows; more than anybody types. */
const mostRows = 100_000;

function bodyOf(object: string, document: string | Uint8Array): Body {
  const bytes = typeof document === 'string' ? Buffer.from(document, 'utf8') : document;
  return {
    object,
    async *open({ observer }) {
      observer.evidence({ kind: 'file-size', holds: true, detail: `${object}: ${bytes.length} bytes` });
      yield bytes;
    },
  };
}

/** The connector with one feed, whose only report is the document: listed without the DSP, downloaded from memory. */
function reading({ connector, feed: name, document, report }: DocumentToRead): AnyConnector {
  const feed = connector.feeds[name];
  if (feed === undefined) {
    throw new ConfigError(
      `${connector.name} has no feed "${name}"; it has ${Object.keys(connector.feeds).join(', ')}.`,
    );
  }
  const listed: ListedReport = { kind: 'report', locator: 'document', object: 'document', ...report };
  const alone: Feed<JsonObject> = {
    ...feed,
    async *list() {
      yield listed;
    },
    read(context: ConnectorContext<JsonObject>, wanted) {
      const http = { ...context.http, download: (object: string) => bodyOf(object, document) };
      return feed.read({ ...context, http }, wanted);
    },
  };
  return { ...connector, feeds: { [name]: alone } };
}

/**
 * Reads one document as a run would, down to line items and dead letters, without a DSP and without a lake.
 *
 * Errors: ConfigError for a feed or a period that is none; an Error with the connector's own words when the document is not taken.
 */
export async function readDocument(wanted: DocumentToRead): Promise<ReadDocument> {
  const period = parsePeriod(wanted.report.period);
  if (period === undefined)
    throw new ConfigError(`"${wanted.report.period}" is no period; write YYYY-MM or YYYY-MM-DD.`);
  const connector = reading(wanted);
  const world = await World.open({
    connector,
    rows: 0,
    upstream: {
      name: 'a document',
      today: addDays(period.end, 60),
      start: () => ({
        config: wanted.config,
        feeds: [wanted.feed],
        window: { from: period.start, to: period.end },
        handlers: [],
        placeOf: () => 'other',
        answers: {},
        edits: {},
      }),
    },
  });
  try {
    const { loaded, plugins } = await world.resolve();
    const { log } = createRecordingLog();
    const ledgerline = await createLedgerline({ config: loaded, plugins, clock: world.clock, log });
    try {
      const { kit } = await ledgerline.preview({ rows: mostRows });
      const [outcome] = kit?.outcomes ?? [];
      if (kit?.error !== undefined) throw kit.error;
      if (outcome === undefined) throw new ConfigError('Nothing was read; is the period one of the feed?');
      const [read] = kit?.reports ?? [];
      return { outcome, items: read?.items ?? [], letters: read?.letters ?? [] };
    } finally {
      await ledgerline.close();
    }
  } finally {
    await world.close();
  }
}
