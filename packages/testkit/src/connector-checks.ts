import type { Check, Theme } from './check.ts';
import { ConnectorKit, type ConnectorUnderTest } from './connector-kit.ts';
import { againTheme } from './themes/again.ts';
import { cancellationTheme } from './themes/cancellation.ts';
import { configTheme } from './themes/config.ts';
import { credentialsTheme } from './themes/credentials.ts';
import { driftTheme } from './themes/drift.ts';
import { failuresTheme } from './themes/failures.ts';
import { faultPlansTheme } from './themes/fault-plans.ts';
import { listingTheme } from './themes/listing.ts';
import { memoryTheme } from './themes/memory.ts';
import { networkTheme } from './themes/network.ts';
import { payloadTheme } from './themes/payload.ts';
import { rateLimitsTheme } from './themes/rate-limits.ts';
import { readinessTheme } from './themes/readiness.ts';
import { reissueTheme } from './themes/reissue.ts';
import { resumeTheme } from './themes/resume.ts';
import { secretsTheme } from './themes/secrets.ts';

/** Every theme by name; each is a list of checks that also run outside a test runner. */
export const connectorThemes: Readonly<Record<string, Theme<ConnectorKit>>> = Object.freeze({
  config: configTheme,
  listing: listingTheme,
  again: againTheme,
  resume: resumeTheme,
  'rate-limits': rateLimitsTheme,
  failures: failuresTheme,
  payload: payloadTheme,
  credentials: credentialsTheme,
  readiness: readinessTheme,
  drift: driftTheme,
  reissue: reissueTheme,
  cancellation: cancellationTheme,
  secrets: secretsTheme,
  network: networkTheme,
  memory: memoryTheme,
  'fault-plans': faultPlansTheme,
});

/** All checks of a connector, in the order of the themes; they share one quiet day. */
export function connectorChecks(underTest: ConnectorUnderTest): readonly Check[] {
  const kit = new ConnectorKit(underTest);
  return Object.values(connectorThemes).flatMap((theme) => theme(kit));
}
