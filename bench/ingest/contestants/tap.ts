// A tap that writes a JSON line a row, given our decoder. Arguments: the file.

import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { decode, delimited, gunzip } from '@ledgerline/core';
import { header } from '../layout.ts';

const [, , file = ''] = process.argv;
const body = { object: file, open: () => createReadStream(file, { highWaterMark: 256 * 1024 }) };
const observer = { evidence: () => undefined, claim: () => undefined, finding: () => undefined };
const source = decode(body, gunzip(), delimited({ delimiter: '\t', quote: null }));
const { signal } = new AbortController();
for await (const batch of source.open({ batchRows: 4096, bind: () => [...header], signal, observer })) {
  let text = '';
  for (let index = 0; index < batch.length; index++) {
    const record = batch.row(index).toObject();
    text += `${JSON.stringify({ type: 'RECORD', stream: 'sales', record })}\n`;
  }
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}
