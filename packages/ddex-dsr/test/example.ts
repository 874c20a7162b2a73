import { createReadStream } from 'node:fs';
import { readDsr } from '@ledgerline/ddex-dsr';

export async function streamsByRecording(path: string): Promise<Map<string, bigint>> {
  const streams = new Map<string, bigint>();
  const reading = readDsr(createReadStream(path), {
    object: path,
    onEnd: ({ ok, issues }) => {
      if (!ok) throw new Error(`do not use this message: ${issues[0]?.message}`);
    },
  });
  for await (const { records } of reading) {
    for (const record of records) {
      if (record.type !== 'SU02') continue;
      const id = `${record.block}/${record.get('TransactedResource') ?? record.get('TransactedRelease')}`;
      streams.set(id, (streams.get(id) ?? 0n) + BigInt(record.get('NumberOfStreams') ?? 0));
    }
  }
  return streams;
}
