import { nodeTooOld } from '../node-version.ts';
import { type Diagnosis, fault, open, quoted, well } from './diagnosis.ts';
import type { Machine } from './machine.ts';

/** Zones that rules of DSPs are written in. */
const zones = ['America/Los_Angeles', 'Europe/Stockholm'];

/** What every run needs, whatever is configured. */
export async function machineChecks(
  machine: Machine,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Diagnosis[]> {
  return [node(machine), timeZones(machine), await temporaryFolder(machine), certificates(env), proxy(env)];
}

function node({ nodeVersion }: Machine): Diagnosis {
  const complaint = nodeTooOld(nodeVersion);
  if (complaint === undefined) return well('node.version', `Node ${nodeVersion}`);
  return fault('node.version', complaint, { fix: 'install a newer Node: https://nodejs.org/en/download' });
}

function timeZones({ knowsZone }: Machine): Diagnosis {
  const unknown = zones.filter((zone) => !knowsZone(zone));
  if (unknown.length === 0) return well('node.time-zones', 'time zones are known');
  return fault(
    'node.time-zones',
    `this Node does not know ${unknown.join(', ')}, so nobody can tell when reports are due`,
    {
      fix: 'use a Node with full ICU data, as every official build is',
    },
  );
}

async function temporaryFolder(machine: Machine): Promise<Diagnosis> {
  const { tmpFolder } = machine;
  if ((await machine.kindOf(tmpFolder)) !== 'folder')
    return fault('temporary.folder', `the folder for temporary files, ${tmpFolder}, is not there`, {
      fix: 'make it, or set TMPDIR to another',
      run: `mkdir -p ${quoted(tmpFolder)}`,
    });
  if (await machine.mayWrite(tmpFolder)) return well('temporary.folder', `temporary files go to ${tmpFolder}`);
  return fault('temporary.folder', `nothing can be written to ${tmpFolder}`, {
    fix: 'set TMPDIR to a folder of yours',
  });
}

function certificates(env: Readonly<Record<string, string | undefined>>): Diagnosis {
  if (env.NODE_TLS_REJECT_UNAUTHORIZED !== '0') return well('tls.certificates', 'certificates of DSPs are checked');
  return fault('tls.certificates', 'certificates are not checked: anybody on the way could read and change reports', {
    fix: 'unset the variable; name the certificate of your proxy in NODE_EXTRA_CA_CERTS instead',
    run: 'unset NODE_TLS_REJECT_UNAUTHORIZED',
  });
}

/** Node looks at the variables of a proxy only when it is told to. */
function proxy(env: Readonly<Record<string, string | undefined>>): Diagnosis {
  const name = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'].find((key) => env[key]);
  if (name === undefined) return well('network.proxy', 'no proxy is set');
  if (env.NODE_USE_ENV_PROXY === '1') return well('network.proxy', `requests go through ${name}`);
  return open('network.proxy', `${name} is set, and Node does not use it unless it is told to`, {
    fix: 'tell Node to use it, or unset the variable',
    run: 'export NODE_USE_ENV_PROXY=1',
  });
}
