export type { BucketFault, BucketFaultPlace, BucketFaults } from './mock/bucket-faults.ts';
export { type BucketState, createFakeBucket, type FakeBucket, type FakeBucketOptions } from './mock/fake-bucket.ts';
export { createFakeSftp, type FakeSftp, type FakeSftpOptions, type SftpState } from './mock/fake-sftp.ts';
export { createFakeTree, type FakeFile, type FakeTree } from './mock/fake-tree.ts';
export { type LoggedRequest, type ServedBucket, serveBucket } from './mock/serve-bucket.ts';
export { presign, type SigningKey } from './mock/verify-signature.ts';
