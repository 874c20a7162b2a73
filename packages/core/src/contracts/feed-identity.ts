import type { Static, TObject } from 'typebox';
import type { Connector, FeedIdentity } from './connector.ts';

/** Whose reports those of a feed are: what it says itself, else the connector's DSP and the feed's name. */
export function feedIdentity(
  { dsp, feeds }: Pick<Connector, 'dsp' | 'feeds'>,
  name: string,
  config: Static<TObject>,
): FeedIdentity {
  return feeds[name]?.as?.(config) ?? { dsp, feed: name };
}
