import { appendFileSync, chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Machine } from '../src/doctor/machine.ts';
import { auditOf, edit, ledgerline, overFake, overHttp, type Project, root, runOnce, sales } from './doctor-project.ts';

export interface Planted {
  /** The id of the diagnosis that should name it. */
  readonly id: string;
  readonly state?: 'open';
  plant(project: Project): void | Promise<void>;
  /** Where the advice is a command it is run as it stands; else this is what the advice says in words, done by hand. */
  mend?(project: Project, fix: string): void | Promise<void>;
  readonly machine?: Partial<Machine>;
  readonly online?: boolean;
}

/** What can be wrong, how it comes about, and what mends it. */
export const plantedFaults: Readonly<Record<string, Planted>> = {
  'no configuration': { id: 'config.found', plant: ({ file }) => rmSync(file) },
  'a misspelt key': {
    id: 'config.valid',
    plant: (at) => edit(at, 'since', 'sinse'),
    mend: (at, fix) => {
      expect(fix).toContain('at the place that is named');
      edit(at, 'sinse', 'since');
    },
  },
  'a variable that is not set': {
    id: 'config.variables',
    plant: (at) => edit(at, 'path: ./lake', `path: "\${LAKE_FOLDER}"`),
    mend: ({ env }) => {
      env.LAKE_FOLDER = './lake';
    },
  },
  'a sink that nobody knows': {
    id: 'plugins.found',
    plant: (at) => edit(at, 'use: filesystem', 'use: filesytem'),
    mend: (at) => edit(at, 'use: filesytem', 'use: filesystem'),
  },
  'a secret in a file that everybody can read': {
    id: 'config.permissions',
    plant: (at) => {
      edit(at, 'config: {', 'config: { bulk: { licensor: l, clientId: c, clientSecret: plain-secret },');
      chmodSync(at.file, 0o644);
    },
  },
  'a secret as written': {
    id: 'config.secrets',
    state: 'open',
    plant: (at) => {
      edit(at, 'config: {', 'config: { bulk: { licensor: l, clientId: c, clientSecret: plain-secret },');
      chmodSync(at.file, 0o600);
    },
    mend: (at) => {
      edit(at, 'plain-secret', `"\${SPOTIFY_SECRET}"`);
      at.env.SPOTIFY_SECRET = 'plain-secret';
    },
  },
  'a window in the future': {
    id: 'config.windows',
    state: 'open',
    plant: (at) => edit(at, 'since: 2026-01\n    until: 2026-01', 'since: 2031-01'),
    mend: (at) => edit(at, 'since: 2031-01', 'since: 2026-01'),
  },
  'certificates that are not checked': {
    id: 'tls.certificates',
    plant: ({ env }) => {
      env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
    },
  },
  'a proxy that Node does not use': {
    id: 'network.proxy',
    state: 'open',
    plant: ({ env }) => {
      env.HTTPS_PROXY = 'http://proxy.example:3128';
    },
  },
  'no folder for temporary files': {
    id: 'temporary.folder',
    plant: () => undefined,
    machine: { tmpFolder: join(root, 'no-such-folder') },
  },
  'a Node that is too old': { id: 'node.version', plant: () => undefined, machine: { nodeVersion: '18.20.0' } },
  'a Node without time zones': { id: 'node.time-zones', plant: () => undefined, machine: { knowsZone: () => false } },
  'a file in place of the state folder': {
    id: 'state.folder',
    plant: ({ folder }) => writeFileSync(join(folder, '.ledgerline'), ''),
  },
  'a folder in place of the state store': {
    id: 'state.file',
    plant: ({ folder }) => void mkdirSync(join(folder, '.ledgerline', 'state.sqlite'), { recursive: true }),
  },
  'a state store that is none': {
    id: 'state.opens',
    plant: ({ folder }) => {
      mkdirSync(join(folder, '.ledgerline'));
      writeFileSync(
        join(folder, '.ledgerline', 'state.sqlite'),
        'this is no database, however long one looks at it. '.repeat(100),
      );
    },
  },
  'a file in place of the spool': {
    id: 'spool.folder',
    plant: ({ folder }) => {
      mkdirSync(join(folder, '.ledgerline'));
      writeFileSync(join(folder, '.ledgerline', 'spool'), '');
    },
  },
  'a file in place of the lake': { id: 'lake.folder', plant: ({ folder }) => writeFileSync(join(folder, 'lake'), '') },
  'a lake nobody may write': {
    id: 'lake.folder',
    plant: () => undefined,
    machine: { mayWrite: async (path) => !path.endsWith('/lake') },
  },
  'a full disk for the lake': {
    id: 'lake.space',
    plant: () => undefined,
    machine: { freeBytes: async (path) => (path.endsWith('/lake') ? 1024 : 1e12) },
  },
  'a full disk for downloads': {
    id: 'spool.space',
    plant: () => undefined,
    machine: { freeBytes: async (path) => (path.endsWith('spool') ? 1024 : 1e12) },
  },
  'no folder to drop files into': {
    id: 'drop.folder',
    plant: ({ folder }) => rmSync(join(folder, 'files'), { recursive: true }),
  },
  'a catalogue that is not there': {
    id: 'reference.files',
    plant: (at) => {
      edit(at, 'pipelines:', 'validators: { mine: { use: catalogue, path: ./catalogue.csv } }\npipelines:');
      edit(at, 'feeds: [sales]', 'feeds: [sales]\n    validators: [mine, schema]');
    },
    mend: ({ folder }) => writeFileSync(join(folder, 'catalogue.csv'), 'isrc,upc\nDEZZ12600001,4006381333931\n'),
  },
  'a manifest that cannot be read': {
    id: 'lake.opens',
    state: 'open',
    plant: async (at) => {
      await runOnce(at);
      for (const entry of readdirSync(join(at.folder, 'lake', '_ledger'), { recursive: true, encoding: 'utf8' }))
        if (entry.endsWith('.json')) writeFileSync(join(at.folder, 'lake', '_ledger', entry), '{');
    },
  },
  'an audit log that was changed': {
    id: 'audit.intact',
    plant: async (at) => {
      await runOnce(at);
      const file = auditOf(at);
      writeFileSync(file, readFileSync(file, 'utf8').replace('"complete"', '"empty"'));
    },
    mend: (at) => {
      const file = auditOf(at);
      writeFileSync(file, readFileSync(file, 'utf8').replace('"empty"', '"complete"'));
    },
  },
  'a run that was killed': {
    id: 'run.ended',
    plant: async (at) => {
      await runOnce(at);
      const file = auditOf(at);
      const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
      writeFileSync(
        file,
        `${lines
          .slice(
            0,
            lines.findIndex((line) => line.includes('"kind":"run.settled"')),
          )
          .join('\n')}\n`,
      );
    },
  },
  'a rejected row': {
    id: 'letters.open',
    state: 'open',
    plant: async (at) => {
      edit(at, 'until: 2026-01', 'until: 2026-01\n    budget: { rejectedRatio: 0.9 }');
      await runOnce(at);
      appendFileSync(join(at.folder, 'files', sales.name), 'DE\tpremium\n');
      await ledgerline(at, 'run', '--quiet');
    },
  },
  'a clock that is behind': { id: 'clock.ledger', plant: runOnce, machine: { wallMs: () => Date.UTC(2026, 0, 1) } },
  'a DSP that cannot be reached': {
    id: 'dsp.reached',
    online: true,
    plant: (at) => overHttp(at, 'http://127.0.0.1:9', 'http://127.0.0.1:9/v1'),
  },
  'a credential that is refused': {
    id: 'dsp.credential',
    online: true,
    plant: overFake,
  },
};
