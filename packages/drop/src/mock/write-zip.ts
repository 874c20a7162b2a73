import { crc32, deflateRawSync } from 'node:zlib';

/** A member of an archive; every figure may be made to lie. Units: bytes. */
export interface ZipMember {
  /** Written as it is, hostile or not. */
  readonly name: string;
  readonly content: Uint8Array | string;
  /** @default true */
  readonly deflate?: boolean;
  /** What headers say of the unpacked length. @default the truth */
  readonly size?: number;
  readonly crc?: number;
  /** General purpose bits; 1 is "encrypted". @default 0x800, names in UTF-8 */
  readonly flags?: number;
  /** The number of the compression method, whatever the data is. */
  readonly method?: number;
}

interface Header {
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  readonly name: Buffer;
}

/** The fields that both headers of a member have in common, from the version needed on. The time is 1 January 2026, always. */
function commonFields({ flags, method, crc, packed, size, name }: Header): Buffer {
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(20, 0);
  fields.writeUInt16LE(flags, 2);
  fields.writeUInt16LE(method, 4);
  fields.writeUInt16LE(0, 6);
  fields.writeUInt16LE(((2026 - 1980) << 9) | (1 << 5) | 1, 8);
  fields.writeUInt32LE(crc, 10);
  fields.writeUInt32LE(packed, 14);
  fields.writeUInt32LE(size, 18);
  fields.writeUInt16LE(name.length, 22);
  return fields;
}

function numbers(...values: readonly (readonly [number, 2 | 4])[]): Buffer {
  return Buffer.concat(
    values.map(([value, width]) => {
      const bytes = Buffer.alloc(width);
      if (width === 2) bytes.writeUInt16LE(value);
      else bytes.writeUInt32LE(value);
      return bytes;
    }),
  );
}

/** Writes an archive; the same members give the same bytes. Source: PKWARE APPNOTE 6.3, 4.3.7, 4.3.12 and 4.3.16. */
export function writeZip(members: readonly ZipMember[]): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const member of members) {
    const content = typeof member.content === 'string' ? Buffer.from(member.content) : member.content;
    const deflate = member.deflate ?? true;
    const data = deflate ? deflateRawSync(content) : content;
    const { flags = 0x800, method = deflate ? 8 : 0, size = content.length, crc = crc32(content) } = member;
    const name = Buffer.from(member.name);
    const common = commonFields({ flags, method, crc, packed: data.length, size, name });
    const local = Buffer.concat([numbers([0x04034b50, 4]), common, name, data]);
    locals.push(local);
    const rest = numbers([0, 2], [0, 2], [0, 2], [0, 4], [offset, 4]);
    directory.push(Buffer.concat([numbers([0x02014b50, 4], [20, 2]), common, rest, name]));
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const count = members.length;
  const end = numbers(
    [0x06054b50, 4],
    [0, 2],
    [0, 2],
    [count, 2],
    [count, 2],
    [central.length, 4],
    [offset, 4],
    [0, 2],
  );
  return Buffer.concat([...locals, central, end]);
}
