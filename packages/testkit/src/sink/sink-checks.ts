import type { Check, Theme } from '../check.ts';
import { sinkAmendTheme } from './sink-amend.ts';
import { sinkCommitTheme } from './sink-commit.ts';
import { SinkKit, type SinkUnderTest } from './sink-kit.ts';
import { sinkStagingTheme } from './sink-staging.ts';

export const sinkThemes: Readonly<Record<string, Theme<SinkKit>>> = Object.freeze({
  commit: sinkCommitTheme,
  staging: sinkStagingTheme,
  amend: sinkAmendTheme,
});

/** All checks of a sink. */
export function sinkChecks(underTest: SinkUnderTest): readonly Check[] {
  const kit = new SinkKit(underTest);
  return Object.values(sinkThemes).flatMap((theme) => theme(kit));
}
