import { ConfigError } from '@ledgerline/core';
import { answer } from '../answer.ts';
import type { ExitName } from '../exit-codes.ts';
import type { GlobalOptions, Host } from '../host.ts';
import { readProject, withLedgerline } from '../project.ts';
import { storyText } from '../render/story-text.ts';

/** `ledgerline audit show REPORT`: what happened to one report, from the audit logs alone. */
export async function auditShow(report: string, options: GlobalOptions, host: Host): Promise<ExitName> {
  const project = await readProject(options, host);
  const story = await withLedgerline(project, {}, ({ audits }) => audits.story(report));
  if (story.events.length === 0)
    throw new ConfigError(
      `No audit log tells of ${report}. Ids are DSP/account/feed/period/scope, as \`ledgerline plan --all\` prints them.`,
      { code: 'REPORT_UNKNOWN' },
    );
  answer(host, options, {
    json: () => ({ exitCode: 0, ...story }),
    text: (paint) => storyText(story, paint),
  });
  return 'ok';
}
