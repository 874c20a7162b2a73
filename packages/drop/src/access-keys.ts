import { readFile } from 'node:fs/promises';
import { ConfigError } from '@ledgerline/core';
import type { BucketConfig } from './config.ts';
import { systemCode } from './file-error.ts';

export interface AccessKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** The access key of a bucket; `forget` lets the next `load` read the file anew. */
export interface AccessKeys {
  load(): Promise<AccessKey>;
  /** False when the key stands in the configuration, where no other will ever stand during a run. */
  forget(): boolean;
}

/** Where the access key of a bucket comes from: the configuration, or a file of shared credentials. */
export function createAccessKeys(config: BucketConfig): AccessKeys {
  const { credentialsFile, accessKeyId, secretAccessKey, sessionToken, profile = 'default' } = config;
  let current: Promise<AccessKey> | undefined;

  function load(): Promise<AccessKey> {
    if (credentialsFile !== undefined) return readKeyFile(credentialsFile, profile);
    if (accessKeyId !== undefined && secretAccessKey !== undefined) {
      return Promise.resolve({ accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) });
    }
    return Promise.reject(
      new ConfigError(
        `The drop in bucket ${config.bucket} has no access key; give accessKeyId and secretAccessKey, or credentialsFile.`,
      ),
    );
  }

  return {
    load() {
      current ??= load();
      return current;
    },
    forget() {
      current = undefined;
      return credentialsFile !== undefined;
    },
  };
}

/** Source: AWS SDKs and Tools reference guide, "Shared config and credentials files". */
async function readKeyFile(path: string, profile: string): Promise<AccessKey> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    const why = systemCode(cause) ?? 'an unknown error';
    throw new ConfigError(`The credentials file ${path} cannot be read (${why}); correct its path or permissions.`, {
      details: { path },
    });
  });
  const values = sectionOf(text, profile);
  const [id, secret] = [values.get('aws_access_key_id'), values.get('aws_secret_access_key')];
  if (id === undefined || secret === undefined) {
    throw new ConfigError(
      `The credentials file ${path} has no aws_access_key_id and aws_secret_access_key in section [${profile}].`,
      { details: { path } },
    );
  }
  const token = values.get('aws_session_token');
  return { accessKeyId: id, secretAccessKey: secret, ...(token === undefined ? {} : { sessionToken: token }) };
}

function sectionOf(text: string, profile: string): Map<string, string> {
  const values = new Map<string, string>();
  let inside = false;
  for (const line of text.split(/\r?\n/)) {
    const section = /^\s*\[\s*(.+?)\s*\]\s*$/.exec(line)?.[1];
    if (section !== undefined) inside = section === profile;
    const [, name, value] = /^\s*([a-z_]+)\s*=\s*(\S.*?)\s*$/.exec(line) ?? [];
    if (inside && name !== undefined && value !== undefined) values.set(name, value);
  }
  return values;
}
