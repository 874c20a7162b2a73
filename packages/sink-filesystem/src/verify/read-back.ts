import { createTotals, type DeadLetter, type Manifest, type ReadBack, type ReportKey } from '@ledgerline/core';
import type { Environment } from '../environment.ts';
import { lines } from '../files.ts';
import { manifestOf } from '../ledger-record.ts';
import { locator } from '../locate.ts';
import { openReader } from './reader.ts';
import { fileDifference } from './verify-record.ts';

/** Reads the files in force of the wanted reports and adds their rows up anew, dead letters apart. */
export async function* readBack(
  environment: Environment,
  wanted: (report: ReportKey) => boolean,
): AsyncGenerator<ReadBack & { readonly manifest: Manifest }, void, void> {
  const { fs, ledger } = environment;
  const reader = openReader(environment);
  try {
    for (const report of ledger.reports()) {
      const record = ledger.latest(report);
      if (!record || !wanted(record.report)) continue;
      const locate = locator(environment, record);
      const [sums, rejected] = [createTotals(), createTotals()];
      const problems: ReadBack['problems'][number][] = [];
      for (const file of [...record.files, ...record.deadLetters]) {
        const path = locate(file);
        if (fs.size(path) === undefined) {
          const message = 'The file is in the ledger but not in the lake.';
          problems.push({ code: 'FILE_MISSING', path: file.path, message });
          continue;
        }
        const problem = fileDifference(file, await reader.read(path, file, sums));
        if (problem) problems.push({ ...problem, path: file.path });
        else if (file.partition === undefined)
          for (const line of lines(fs, path)) rejected.addRejected((JSON.parse(line) as DeadLetter).item ?? {});
      }
      yield {
        ...{ manifest: manifestOf(record), totals: sums.lines() },
        ...{ rejectedTotals: rejected.lines(), problems },
      };
    }
  } finally {
    reader.close();
  }
}
