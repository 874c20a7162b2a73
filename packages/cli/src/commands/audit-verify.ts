import { type AuditCheck, type AuditVerdict, verifyAuditFile } from '@ledgerline/core/runtime';
import { answer } from '../answer.ts';
import type { ExitName } from '../exit-codes.ts';
import type { GlobalOptions, Host } from '../host.ts';
import { readProject, withLedgerline } from '../project.ts';
import type { Paint } from '../render/paint.ts';
import { counted } from '../render/quantities.ts';

export interface AuditVerifyOptions extends GlobalOptions {
  readonly file?: string;
}

/** `ledgerline audit verify`: whether the audit logs are as they were written, and where they first are not. */
export async function auditVerify(run: string | undefined, options: AuditVerifyOptions, host: Host): Promise<ExitName> {
  const checks = options.file === undefined ? await checkAll(run, options, host) : [await checkFile(options.file)];
  const broken = checks.filter(({ verdict }) => !verdict.intact).length;
  const records = checks.reduce((sum, { verdict }) => sum + (verdict.intact ? verdict.records : 0), 0);
  answer(host, options, {
    json: () => ({ exitCode: broken > 0 ? 1 : 0, logs: checks.length, records, broken, checks }),
    text: (paint) => {
      const last =
        broken > 0
          ? paint('bad', `${counted(broken, 'audit log')} of ${checks.length} not as written`)
          : paint('good', `${counted(checks.length, 'audit log')} as written, ${counted(records, 'record')}`);
      return [...checks.map((check) => checkText(check, paint)), last].join('\n');
    },
  });
  return broken > 0 ? 'uncommitted' : 'ok';
}

async function checkAll(run: string | undefined, options: GlobalOptions, host: Host): Promise<readonly AuditCheck[]> {
  const project = await readProject(options, host);
  return withLedgerline(project, {}, ({ audits }) => Array.fromAsync(audits.verify(run)));
}

async function checkFile(file: string): Promise<AuditCheck> {
  return { run: '-', file, verdict: await verifyAuditFile(file), isClosed: false, marks: 0 };
}

function checkText({ run, verdict, isClosed, marks }: AuditCheck, paint: Paint): string {
  if (!verdict.intact) return `${paint('bad', 'BROKEN')}  ${run}  ${verdict.message}`;
  const kept =
    marks === 0 ? 'nothing outside of it kept its end' : `bounded by ${counted(marks, 'mark')} outside of it`;
  return `${paint('good', 'intact')}  ${run}  ${counted(verdict.records, 'record')}, ${kept}${openEnd(verdict, isClosed)}`;
}

/** A run that was killed could not close its log. */
function openEnd({ tornBytes }: Extract<AuditVerdict, { intact: true }>, isClosed: boolean): string {
  const torn = tornBytes === undefined ? '' : `, then ${tornBytes} bytes that a crash has torn`;
  return isClosed ? torn : `${torn}; its run did not close it`;
}
