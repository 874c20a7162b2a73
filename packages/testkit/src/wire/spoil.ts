import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Rewrite } from '../upstream.ts';
import type { Fault } from './fault.ts';

/** An answer on its way, whole. */
export interface Parcel {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Uint8Array;
}

/** How the bytes of a parcel reach the other side. Units: bytes. */
export interface Delivery {
  readonly parcel: Parcel;
  readonly cutAfter?: number;
  readonly stallAfter?: number;
  readonly sliceBytes?: number;
}

const rewrites: ReadonlySet<Fault['kind']> = new Set(['edit', 'multi-member', 'truncated']);

/** Whether a fault needs the whole document, so that a range must not be asked for. */
export function needsWhole(faults: readonly Fault[]): boolean {
  return faults.some(({ kind }) => rewrites.has(kind));
}

function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

function withBytes({ status, headers }: Parcel, bytes: Uint8Array): Parcel {
  const changed = new Headers(headers);
  if (headers.has('content-length')) changed.set('content-length', String(bytes.length));
  if (headers.has('etag')) changed.set('etag', `"${createHash('sha256').update(bytes).digest('hex')}"`);
  for (const digest of ['content-md5', 'repr-digest', 'content-digest', 'digest']) changed.delete(digest);
  return { status, headers: changed, bytes };
}

function edited(parcel: Parcel, edit: (text: string) => string): Parcel {
  const zipped = isGzip(parcel.bytes);
  const plain = Buffer.from(zipped ? gunzipSync(parcel.bytes) : parcel.bytes).toString('utf8');
  const text = Buffer.from(edit(plain), 'utf8');
  return withBytes(parcel, zipped ? gzipSync(text) : text);
}

function inTwoMembers(bytes: Uint8Array): Uint8Array {
  if (!isGzip(bytes)) return bytes;
  const plain = gunzipSync(bytes);
  const middle = Math.floor(plain.length / 2);
  return Buffer.concat([gzipSync(plain.subarray(0, middle)), gzipSync(plain.subarray(middle))]);
}

function truncated(bytes: Uint8Array, missingBytes: number): Uint8Array {
  return bytes.subarray(0, Math.max(0, bytes.length - missingBytes));
}

/** A fault as a change of documents where they lie; undefined for those that are the network's. */
export function rewriteOf(fault: Fault): Rewrite | undefined {
  if (fault.kind === 'edit') return { of: 'content', change: fault.edit };
  if (fault.kind === 'multi-member') return { of: 'file', change: inTwoMembers };
  if (fault.kind === 'truncated') return { of: 'file', change: (bytes) => truncated(bytes, fault.missingBytes) };
  return undefined;
}

function withLength(parcel: Parcel, byBytes: number): Parcel {
  const headers = new Headers(parcel.headers);
  headers.set('content-length', String(Math.max(0, parcel.bytes.length + byBytes)));
  return { ...parcel, headers };
}

/** Applies the faults that spoil an answer. */
export function spoil(parcel: Parcel, faults: readonly Fault[]): Delivery {
  let delivery: Delivery = { parcel };
  for (const fault of faults) {
    const { parcel: current } = delivery;
    if (fault.kind === 'edit') delivery = { ...delivery, parcel: edited(current, fault.edit) };
    if (fault.kind === 'multi-member') {
      const twice = isGzip(current.bytes) ? withBytes(current, inTwoMembers(current.bytes)) : current;
      delivery = { ...delivery, parcel: twice };
    }
    if (fault.kind === 'truncated') {
      delivery = { ...delivery, parcel: withBytes(current, truncated(current.bytes, fault.missingBytes)) };
    }
    if (fault.kind === 'wrong-length') delivery = { ...delivery, parcel: withLength(current, fault.byBytes) };
    if (fault.kind === 'cut') delivery = { ...delivery, cutAfter: fault.afterBytes };
    if (fault.kind === 'stall') delivery = { ...delivery, stallAfter: fault.afterBytes };
    if (fault.kind === 'slices') delivery = { ...delivery, sliceBytes: fault.bytes };
  }
  return delivery;
}
