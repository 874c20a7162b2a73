import file, { type FileConfig } from '@ledgerline/connector-file';
import type { ImportTarget } from './import-target.ts';
import type { Project } from './project.ts';

/** Every day there is: a file that somebody names is wanted, whatever the pipeline's window. */
const always = { since: '1900-01-01', until: '2999-12-31' };

/**
 * The project with one pipeline left, which reads the named files in place of its DSP: same name, validators, budget and sink.
 *
 * Its policy is that of files: a DSP's limits say nothing about a folder.
 */
export function importProject(
  { config, plugins }: Project,
  { pipeline, account, feed }: ImportTarget,
  settings: FileConfig,
): Project {
  const { policy: _policy, due: _due, feeds: _feeds, fallback: _fallback, ...rest } = pipeline;
  return {
    config: { ...config, pipelines: { [pipeline.name]: { ...rest, ...always, concurrency: 1 } } },
    plugins: {
      ...plugins,
      connectors: new Map([[pipeline.name, file]]),
      configs: new Map([[pipeline.name, new Map([[account, { ...settings }]])]]),
      feeds: new Map([[pipeline.name, new Map([[account, [feed]]])]]),
      fallbacks: new Map(),
    },
  };
}
