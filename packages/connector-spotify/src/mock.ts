export type { BulkData, BulkDataSwitches } from './mock/bulk-data.ts';
export { type Catalogue, type CatalogueOptions, type FakeTrack, generateCatalogue } from './mock/catalogue.ts';
export {
  createFakeSpotify,
  type FakeSpotify,
  type FakeSpotifyOptions,
  type FakeSpotifyState,
} from './mock/fake-spotify.ts';
export type { Delivery, Fault, FaultPlace, Faults } from './mock/faults.ts';
export type { LoggedRequest, OriginName } from './mock/request-log.ts';
export {
  type GeneratedSalesFile,
  generateSalesFile,
  type SalesFileOptions,
  type SalesTotals,
  salesFileChunks,
} from './mock/sales-file.ts';
export type { SalesDirt } from './mock/sales-rows.ts';
export { salesUpstream } from './mock/sales-upstream.ts';
export { type Served, type ServedSpotify, serve, serveSpotify } from './mock/serve.ts';
export { upstream } from './mock/upstream.ts';
