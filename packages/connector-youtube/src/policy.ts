import type { PolicyProfile } from '@ledgerline/core';

/** Requests that fetch a report. */
const downloads = ['download', 'download/redirected'];

/**
 * What is special about YouTube's Reporting API.
 *
 * Source: error bodies and quota names of Google's API front end, as public clients captured them; figures marked † are our assumptions.
 */
export const policy: PolicyProfile = {
  id: 'youtube',
  version: 1,
  // Source: public discovery document (API), Google's OAuth documentation (tokens).
  hosts: ['youtubereporting.googleapis.com', 'oauth2.googleapis.com'],
  scopes: ['project', 'owner'],
  // No Retry-After was ever seen or documented; one that comes is honoured all the same.
  hints: [],
  classify: [
    {
      // Source: captures; both limits answer 429 with one reason, only the name of the limit tells them apart.
      id: 'quota-per-day',
      when: {
        status: { equals: 429 },
        json: { path: 'error.details[].metadata.quota_limit', value: { contains: 'PerDay' } },
      },
      verdict: 'defer',
      reason: 'daily quota of the project',
      scope: 'project',
      hintFrom: 'quotaReset',
    },
    {
      // Source: the older error form of Google's APIs, as public clients handle it.
      id: 'quota-per-day-legacy',
      when: { status: { equals: 403 }, json: { path: 'error.errors[].reason', value: { equals: 'quotaExceeded' } } },
      verdict: 'defer',
      reason: 'daily quota of the project',
      scope: 'project',
      hintFrom: 'quotaReset',
    },
    {
      // † The limit is per minute, so a minute is the longest wait that can be needed; an unknown 429 is treated the same.
      id: 'quota-per-minute',
      when: { status: { equals: 429 } },
      verdict: 'throttle',
      reason: 'quota per minute of the project',
      scope: 'project',
      assumedHintMs: 60_000,
    },
    {
      // Source: reference of jobs.create: one job per type and owner; the connector adopts the one that is there.
      id: 'job-exists',
      when: { op: { equals: 'create-job' }, status: { equals: 409 } },
      verdict: 'deliver',
      reason: 'exists',
    },
    {
      // † A report past its retention; the error body of one is not documented.
      id: 'report-gone',
      when: { op: { in: downloads }, status: { in: [404, 410] } },
      verdict: 'give-up',
      reason: 'gone: the report is no longer kept',
    },
    {
      id: 'job-gone',
      when: { op: { equals: 'list-reports' }, status: { equals: 404 } },
      verdict: 'give-up',
      reason: 'gone: the job is no longer there',
    },
    {
      id: 'scope-missing',
      when: {
        status: { equals: 403 },
        json: { path: 'error.details[].reason', value: { equals: 'ACCESS_TOKEN_SCOPE_INSUFFICIENT' } },
      },
      verdict: 'give-up',
      reason: 'auth: the consent lacks a scope; grant yt-analytics.readonly and yt-analytics-monetary.readonly',
    },
    {
      id: 'permission-missing-legacy',
      when: {
        status: { equals: 403 },
        json: { path: 'error.errors[].reason', value: { equals: 'insufficientPermissions' } },
      },
      verdict: 'give-up',
      reason: 'auth: the consent lacks a scope; grant yt-analytics.readonly and yt-analytics-monetary.readonly',
    },
    {
      id: 'service-disabled',
      when: {
        status: { equals: 403 },
        json: { path: 'error.details[].reason', value: { equals: 'SERVICE_DISABLED' } },
      },
      verdict: 'give-up',
      reason: 'auth: the YouTube Reporting API is not enabled in the Google Cloud project',
    },
    {
      id: 'service-disabled-legacy',
      when: {
        status: { equals: 403 },
        json: { path: 'error.errors[].reason', value: { equals: 'accessNotConfigured' } },
      },
      verdict: 'give-up',
      reason: 'auth: the YouTube Reporting API is not enabled in the Google Cloud project',
    },
    {
      // Source: captures; the usual transient statuses are known to the engine already.
      id: 'transient-505',
      when: { status: { equals: 505 } },
      verdict: 'retry',
      reason: 'a failure that may pass',
    },
  ],
  // A job that is created twice answers 409, so that asking again is safe.
  idempotentOps: ['token', 'create-job'],
  auth: { refreshOn: [401] },
  // Source: Google's API console counts daily quotas by Pacific time.
  quotaReset: { zone: 'America/Los_Angeles' },
  policy: {
    concurrency: { max: 4 }, // †
    rate: [
      {
        id: 'minute',
        kind: 'sliding',
        limit: 60,
        perMs: 60_000,
        guardMs: 250,
        scope: 'project',
        source: 'captured 429 bodies: FreeQuotaRequestsPerMinutePerProject is 60; assumption: downloads count, too',
      },
      {
        id: 'day',
        kind: 'sliding',
        limit: 20_000,
        perMs: 86_400_000,
        scope: 'project',
        source: 'captured 429 bodies: FreeQuotaRequestsPerDayPerProject is 20 000; counted here over any 24 hours',
      },
    ],
  },
};
