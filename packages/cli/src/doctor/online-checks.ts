import { type Project, withLedgerline } from '../project.ts';
import { type Diagnosis, fault, open, well } from './diagnosis.ts';

/** Lists every pipeline through the policy engine: whether its DSP is reached, and takes the credential. Reads no report. */
export async function onlineChecks(project: Project, signal: AbortSignal): Promise<Diagnosis[]> {
  return await withLedgerline(project, {}, async (ledgerline) => {
    const found: Diagnosis[] = [];
    for (const name of Object.keys(project.config.pipelines)) {
      const entries = await ledgerline.plan({ pipelines: [name], signal });
      const failed = entries.find(({ status }) => status === 'failed');
      found.push(
        failed
          ? failure(name, failed.code ?? '', failed.reason ?? '')
          : well('dsp.reached', `${name}: ${entries.length} documents are listed`),
      );
    }
    return found;
  });
}

function failure(name: string, code: string, reason: string): Diagnosis {
  const what = `${name}: ${code}: ${reason}`;
  if (code.startsWith('AUTH_'))
    return fault('dsp.credential', what, { fix: 'renew the credential at the DSP and put it in its variable' });
  if (code === 'RATE_LIMITED')
    return open('dsp.reached', what, { fix: 'come back later; what the DSP asked for is remembered' });
  return fault('dsp.reached', what, {
    fix: `check address, network and proxy; \`ledgerline explain ${code}\` says more`,
  });
}
