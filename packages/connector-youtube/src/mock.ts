export { type FakeAsset, type FakeAssets, generateAssets } from './mock/assets.ts';
export type { FakeYoutubeState, Packing } from './mock/fake-state.ts';
export { createFakeYoutube, type FakeYoutube, type FakeYoutubeOptions } from './mock/fake-youtube.ts';
export type { Fault, FaultPlace, Faults } from './mock/faults.ts';
export type { HeaderForm } from './mock/headers.ts';
export type { Content, FakeReportType } from './mock/report-catalogue.ts';
export {
  type GeneratedReport,
  generateReportFile,
  type ReportFileOptions,
  type ReportTotals,
  reportFileChunks,
} from './mock/report-file.ts';
export type { RowDirt } from './mock/report-rows.ts';
export type { LoggedRequest, Part } from './mock/request-log.ts';
export { type Served, serve, serveYoutube } from './mock/serve.ts';
export type { FakeJob, FakeReport } from './mock/timeline.ts';
export { upstream } from './mock/upstream.ts';
export type { ReportWindow } from './mock/windows.ts';
