import { ConfigError, NotReadyError } from '@ledgerline/core';
import { type Context, createJob, listJobs } from './client.ts';
import type { Job } from './resources.ts';

/** How the jobs of a feed come about. */
export interface JobRules {
  /** Whether the account makes the jobs itself; system-managed ones exist already and cannot be created. */
  readonly userCreated: boolean;
}

/**
 * The jobs of a report type, created when that is the account's own business.
 *
 * Errors: NotReadyError when there is none; ConfigError when there is none and the configuration forbids creating it.
 */
export async function jobsOf(
  context: Context,
  reportTypeId: string,
  jobs: readonly Job[],
  { userCreated }: JobRules,
): Promise<readonly Job[]> {
  const ofType = (all: readonly Job[]) => all.filter((job) => job.reportTypeId === reportTypeId);
  const known = ofType(jobs);
  if (known.length > 0) return known;
  const details = { reportTypeId };
  if (!userCreated) {
    throw new NotReadyError(
      `YouTube lists no job for ${reportTypeId}. It is system-managed and cannot be created: check that this content owner receives it, and that the type is still current.`,
      { details },
    );
  }
  if (!context.config.createJobs) {
    throw new ConfigError(
      `There is no job for ${reportTypeId}, so nothing is generated; create it, or set createJobs: true.`,
      { details },
    );
  }
  const created = await createJob(context, reportTypeId);
  if (created !== undefined) {
    context.log.info('youtube.job_created', { reportTypeId, job: created.id });
    return [created];
  }
  // 409: somebody made it in the meantime; the listing before may also have been late.
  const adopted = ofType(await listJobs(context));
  context.log.info('youtube.job_adopted', { reportTypeId, jobs: adopted.length });
  if (adopted.length > 0) return adopted;
  throw new NotReadyError(
    `YouTube says that a job for ${reportTypeId} exists, but lists none for this owner yet; a later run finds it. If it stays so, the job was made without onBehalfOfContentOwner.`,
    { details },
  );
}
