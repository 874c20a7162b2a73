// The floor: the file through zlib in large chunks, to nowhere. Arguments: the file.
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';

let bytes = 0;
const [, , file = ''] = process.argv;
const decoded = createReadStream(file, { highWaterMark: 1024 * 1024 }).pipe(createGunzip({ chunkSize: 256 * 1024 }));
for await (const chunk of decoded) bytes += chunk.length;
console.log(bytes);
