export { fakeRow } from './mock/fake-row.ts';
export { createFakeSource } from './mock/fake-source.ts';
export { type SourceUpstream, upstream, upstreamOf } from './mock/upstream.ts';
