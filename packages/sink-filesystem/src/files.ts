import type { FileSystem } from './file-system.ts';

const sliceBytes = 1 << 20;

/** A file's bytes in slices of 1 MiB (the last one shorter); the buffer is reused. */
export function* slices(fs: FileSystem, path: string): Generator<Uint8Array, void, void> {
  const handle = fs.openRead(path);
  try {
    // One byte more than a small file has, so that its end is seen in the same slice.
    const buffer = new Uint8Array(Math.min(sliceBytes, (fs.size(path) ?? 0) + 1));
    for (let position = 0; ; ) {
      let filled = 0;
      while (filled < buffer.length) {
        const got = fs.read(handle, buffer.subarray(filled), position + filled);
        if (got === 0) break;
        filled += got;
      }
      if (filled > 0) yield buffer.subarray(0, filled);
      if (filled < buffer.length) return;
      position += filled;
    }
  } finally {
    fs.close(handle);
  }
}

export function readText(fs: FileSystem, path: string): string {
  const decoder = new TextDecoder();
  let text = '';
  for (const slice of slices(fs, path)) text += decoder.decode(slice, { stream: true });
  return text + decoder.decode();
}

/** A text file's lines without their line feeds. */
export function* lines(fs: FileSystem, path: string): Generator<string, void, void> {
  const decoder = new TextDecoder();
  let rest = '';
  for (const slice of slices(fs, path)) {
    const found = (rest + decoder.decode(slice, { stream: true })).split('\n');
    rest = found.pop() ?? '';
    yield* found;
  }
  rest += decoder.decode();
  if (rest !== '') yield rest;
}

/** Writes a new file and flushes it; its name is flushed with its directory, by the caller. */
export async function writeDurably(fs: FileSystem, path: string, text: string): Promise<void> {
  fs.remove(path);
  const handle = fs.openAppend(path);
  try {
    fs.write(handle, new TextEncoder().encode(text));
    await fs.sync(handle);
  } finally {
    fs.close(handle);
  }
}

/** Every file below a directory, as paths relative to it. */
export function* walk(fs: FileSystem, root: string, below = ''): Generator<string, void, void> {
  for (const { name, directory } of fs.list(`${root}${below}`) ?? []) {
    if (directory) yield* walk(fs, root, `${below}/${name}`);
    else yield `${below}/${name}`.slice(1);
  }
}

/** Removes a directory with everything in it; nothing happens when it is absent. */
export function removeTree(fs: FileSystem, path: string): void {
  for (const { name, directory } of fs.list(path) ?? []) {
    if (directory) removeTree(fs, `${path}/${name}`);
    else fs.remove(`${path}/${name}`);
  }
  fs.removeDirectory(path);
}
