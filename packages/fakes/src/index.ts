export { createDraws, type Draws } from './draws.ts';
export { ExactSums, formatFixed, formatScaled, stepOf } from './exact-sums.ts';
export type { FakeAuth } from './fake-auth.ts';
export { type FakeDocuments, type FakeFormat, fakeIsrc, gzipped, plain } from './fake-documents.ts';
export type { FakeListing, FakePages } from './fake-listing.ts';
export type { FakeReport } from './fake-report.ts';
export { createReportApi, type FakeAnswer, type ReportApi, type ReportApiOptions } from './report-api.ts';
export { type Served, serve } from './serve.ts';
