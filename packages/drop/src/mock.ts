export {
  type AskedFor,
  type BucketContractOptions,
  bucketCannot,
  createBucketContract,
  type DocumentRewrite,
  type PackedDocument,
} from './mock/bucket-contract.ts';
export type { BucketFault, BucketFaultPlace, BucketFaults } from './mock/bucket-faults.ts';
export { type BucketState, createFakeBucket, type FakeBucket, type FakeBucketOptions } from './mock/fake-bucket.ts';
export { createFakeSftp, type FakeSftp, type FakeSftpOptions } from './mock/fake-sftp.ts';
export { createFakeTree, type FakeFile, type FakeTree, type PutOptions } from './mock/fake-tree.ts';
export type { LoggedRequest } from './mock/request-log.ts';
export { serveBucket } from './mock/serve-bucket.ts';
export type { SftpState } from './mock/sftp-state.ts';
export { presign, type SigningKey } from './mock/verify-signature.ts';
export { writeZip, type ZipMember } from './mock/write-zip.ts';
