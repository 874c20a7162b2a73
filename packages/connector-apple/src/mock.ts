export { type FakeSong, generateSongs } from './mock/catalogue.ts';
export { createFakeApple, type FakeApple, type FakeAppleOptions, fakeLogin } from './mock/fake-apple.ts';
export type { FakeAppleState } from './mock/fake-state.ts';
export type { Fault, FaultPlace, Faults } from './mock/faults.ts';
export { type FinanceKind, type FinanceOptions, generateFinanceReport } from './mock/finance-documents.ts';
export type { ReporterRequest } from './mock/parse-request.ts';
export type { LoggedRequest } from './mock/request-log.ts';
export { salesUpstream } from './mock/sales-upstream.ts';
export { type Served, serve, serveApple } from './mock/serve.ts';
export type { Tokens } from './mock/tokens.ts';
export type { DocumentTotals, GeneratedDocument } from './mock/totals.ts';
export { upstream } from './mock/upstream.ts';
export {
  generateContentReport,
  generateSalesReport,
  generateStreamsReport,
  generateStreamsSummary,
  type UsageOptions,
} from './mock/usage-documents.ts';
