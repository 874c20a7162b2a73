export * from './create-run-report.ts';
export { runReportPage } from './page/run-report-page.ts';
export { lastRun, runNames } from './run-audit.ts';
export type * from './run-report.ts';
