export { type Catalogue, type CatalogueOptions, type FakeTrack, generateCatalogue } from './mock/catalogue.ts';
export {
  createFakeSpotify,
  type FakeSpotify,
  type FakeSpotifyOptions,
  type FakeSpotifyState,
} from './mock/fake-spotify.ts';
export type { Fault, FaultPlace, Faults } from './mock/faults.ts';
export type { LoggedRequest } from './mock/request-log.ts';
export {
  type GeneratedSalesFile,
  generateSalesFile,
  type SalesFileOptions,
  type SalesTotals,
  salesFileChunks,
} from './mock/sales-file.ts';
export { salesUpstream } from './mock/sales-upstream.ts';
export { type Served, type ServedSpotify, serve, serveSpotify } from './mock/serve.ts';
export { upstream } from './mock/upstream.ts';
