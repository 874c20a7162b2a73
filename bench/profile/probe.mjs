// Loaded into the process that is profiled: leaves a CPU profile or the samples of all its allocations behind when it ends.
import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector';

const { LEDGERLINE_PROFILE_KIND: kind, LEDGERLINE_PROFILE_FILE: file } = process.env;
const session = new Session();
session.connect();
if (kind === 'cpu') {
  session.post('Profiler.enable');
  session.post('Profiler.setSamplingInterval', { interval: 500 });
  session.post('Profiler.start');
} else {
  const collected = { includeObjectsCollectedByMajorGC: true, includeObjectsCollectedByMinorGC: true };
  session.post('HeapProfiler.startSampling', { samplingInterval: 16_384, ...collected });
}
process.on('exit', () => {
  // A session in its own thread answers before `post` returns.
  session.post(kind === 'cpu' ? 'Profiler.stop' : 'HeapProfiler.stopSampling', (error, result) => {
    if (error) throw error;
    writeFileSync(file, JSON.stringify(result.profile));
  });
});
