import { answer } from '../answer.ts';
import type { ExitName } from '../exit-codes.ts';
import type { GlobalOptions, Host } from '../host.ts';
import { type Project, readProject } from '../project.ts';
import { columns } from '../render/columns.ts';

/** `ledgerline validate`: the configuration and every plugin's part of it; talks to no DSP. */
export async function validate(options: GlobalOptions, host: Host): Promise<ExitName> {
  const project = await readProject(options, host);
  const rows = pipelineRows(project);
  if (options.quiet && !options.json) return 'ok';
  answer(host, options, {
    json: () => ({ exitCode: 0, file: project.config.file, pipelines: rows }),
    text: (paint) => {
      const [head = '', ...lines] = columns([
        ['PIPELINE', 'CONNECTOR', 'ACCOUNT', 'FEEDS', 'SINK'],
        ...rows.map((row) => [row.pipeline, row.connector, row.account, row.feeds.join(', '), row.sink]),
      ]);
      return [paint('faint', head), ...lines, '', paint('good', `${options.config} is right`)].join('\n');
    },
  });
  return 'ok';
}

function pipelineRows({ config, plugins }: Project) {
  return Object.values(config.pipelines).flatMap(({ name, accounts, sink }) =>
    Object.keys(accounts).map((account) => ({
      pipeline: name,
      connector: plugins.connectors.get(name)?.name ?? '',
      account,
      feeds: plugins.feeds.get(name)?.get(account) ?? [],
      sink,
    })),
  );
}
