import { existsSync, readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { fileURLToPath } from 'node:url';

/** Where in the code something happened, as the engine tells it; lines and columns count from 0. */
export interface CallFrame {
  readonly functionName: string;
  readonly url: string;
  readonly lineNumber: number;
  readonly columnNumber: number;
}

export interface Origin {
  /** `core/decode`, the name of another package, `node` or what the engine did itself. */
  readonly room: string;
  readonly function: string;
}

const packages = fileURLToPath(new URL('../../packages/', import.meta.url));

/** Tells the room of a frame: positions in bundled files lead to sources by their maps. */
export function createRooms(): (frame: CallFrame) => Origin {
  const maps = new Map<string, SourceMap | undefined>();
  const mapOf = (path: string): SourceMap | undefined => {
    if (!maps.has(path))
      maps.set(
        path,
        existsSync(`${path}.map`) ? new SourceMap(JSON.parse(readFileSync(`${path}.map`, 'utf8'))) : undefined,
      );
    return maps.get(path);
  };
  return ({ functionName, url, lineNumber, columnNumber }) => {
    const name = functionName || '(top level)';
    if (url.startsWith('node:')) return { room: 'node', function: `${name} (${url})` };
    // Native functions and what the engine does for itself have no place.
    if (url === '') return { room: functionName.startsWith('(') ? name : 'node', function: name };
    const path = url.startsWith('file:') ? fileURLToPath(url) : url;
    const entry = mapOf(path)?.findEntry(lineNumber, columnNumber);
    const source = entry !== undefined && 'originalSource' in entry ? entry.originalSource : path;
    const library = /node_modules\/(?:\.pnpm\/[^/]+\/node_modules\/)?((?:@[^/]+\/)?[^/]+)/.exec(source)?.[1];
    if (library !== undefined) return { room: `libraries`, function: `${name} (${library})` };
    if (!path.startsWith(packages)) return { room: 'bench', function: name };
    const [folder = ''] = path.slice(packages.length).split('/');
    const [, inner = ''] = /src\/(.+)$/.exec(source) ?? [];
    const room = folder === 'core' && inner.includes('/') ? `core/${inner.split('/')[0]}` : folder;
    return { room, function: `${name} (${inner.split('/').at(-1)})` };
  };
}
