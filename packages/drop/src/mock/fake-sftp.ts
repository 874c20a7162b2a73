import { createHash } from 'node:crypto';
import { type AddressInfo, createServer, type Server as NetServer } from 'node:net';
import ssh2, { type Connection } from 'ssh2';
import type { SftpConfig } from '../config.ts';
import { createFakeTree, type FakeTree } from './fake-tree.ts';
import { answerSftp } from './sftp-answers.ts';
import type { SftpState } from './sftp-state.ts';

const { Server, utils } = ssh2;

export interface FakeSftpOptions {
  readonly tree?: FakeTree;
  /** @default 'label' */
  readonly username?: string;
  /** @default 'fake-password' */
  readonly password?: string;
}

/** An SFTP host over a tree of files, on a real loopback port. */
export interface FakeSftp {
  readonly state: SftpState;
  readonly tree: FakeTree;
  readonly port: number;
  /** A drop config that leads here: by password, or by the key that this host knows. */
  config(by?: 'password' | 'key'): SftpConfig;
  close(): Promise<void>;
}

interface Login {
  readonly username: string;
  readonly password: string;
  readonly publicKey: ReturnType<typeof parsedKey>;
}

function parsedKey(text: string) {
  const key = utils.parseKey(text);
  if (key instanceof Error) throw key;
  const one = Array.isArray(key) ? key[0] : key;
  if (one === undefined) throw new Error('there is no key');
  return one;
}

function authenticate(client: Connection, { username, password, publicKey }: Login, state: SftpState): void {
  client.on('authentication', (attempt) => {
    state.requests.push(`login ${attempt.method}`);
    if (attempt.username !== username) return attempt.reject(['password', 'publickey']);
    if (attempt.method === 'password' && attempt.password === password) return attempt.accept();
    if (attempt.method === 'publickey' && attempt.key.data.equals(publicKey.getPublicSSH())) {
      const { signature, blob, hashAlgo } = attempt;
      if (signature === undefined || blob === undefined) return attempt.accept();
      if (publicKey.verify(blob, signature, hashAlgo) === true) return attempt.accept();
    }
    return attempt.reject(['password', 'publickey']);
  });
}

function listen(server: NetServer): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

/** Starts a fake SFTP host with a host key of its own. */
export async function createFakeSftp(options: FakeSftpOptions = {}): Promise<FakeSftp> {
  const { tree = createFakeTree(), username = 'label', password = 'fake-password' } = options;
  const hostKey = utils.generateKeyPairSync('ecdsa', { bits: 256 });
  const userKey = utils.generateKeyPairSync('ecdsa', { bits: 256 });
  const login: Login = { username, password, publicKey: parsedKey(userKey.public) };
  const state: SftpState = {
    dropAfterBytes: 0,
    drops: 0,
    denied: new Set(),
    growing: new Map(),
    requests: [],
  };
  const clients = new Set<Connection>();
  const server = new Server({ hostKeys: [hostKey.private] }, (client) => {
    clients.add(client);
    client.on('close', () => clients.delete(client));
    client.on('error', () => undefined); // a client that refuses the host key just goes away
    authenticate(client, login, state);
    client.on('ready', () => {
      client.on('session', (accept) => {
        accept().on('sftp', (acceptSftp) => answerSftp(acceptSftp(), { tree, state, breakOff: () => client.end() }));
      });
    });
  });
  // The protocol is many small messages, which must not wait for each other.
  const sockets = createServer({ noDelay: true }, (socket) => server.injectSocket(socket));
  const port = await listen(sockets);
  const fingerprint = createHash('sha256').update(parsedKey(hostKey.public).getPublicSSH()).digest('base64');
  return {
    state,
    tree,
    port,
    config: (by = 'password') => ({
      kind: 'sftp',
      host: '127.0.0.1',
      port,
      username,
      ...(by === 'password' ? { password } : { privateKey: userKey.private }),
      hostKeys: [`SHA256:${fingerprint.replace(/=+$/, '')}`],
      lookAgainMs: 0,
    }),
    close: () =>
      new Promise((done) => {
        for (const client of clients) client.end();
        sockets.close(() => done());
      }),
  };
}
