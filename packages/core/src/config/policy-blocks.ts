import { checkPolicy } from './policy-schema.ts';
import type { Problem } from './problem.ts';
import { isPlainMap, type PlainMap } from './schema-node.ts';

/** What is wrong with the policies of a configuration: those by name and those written in a pipeline. */
export function policyProblems(file: PlainMap): readonly Problem[] {
  const named = mapEntries(file.policies).map(([name, policy]) => ({ path: ['policies', name], policy }));
  const inline = mapEntries(file.pipelines).map(([name, pipeline]) => ({
    path: ['pipelines', name, 'policy'],
    policy: isPlainMap(pipeline) ? pipeline.policy : undefined,
  }));
  return [...named, ...inline].flatMap(({ path, policy }) =>
    isPlainMap(policy) ? checkPolicy(policy).map((problem) => ({ ...problem, path: [...path, ...problem.path] })) : [],
  );
}

function mapEntries(value: unknown): readonly [string, unknown][] {
  return isPlainMap(value) ? Object.entries(value) : [];
}
