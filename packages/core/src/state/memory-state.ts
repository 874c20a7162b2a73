import type { JsonValue } from '../contracts/json.ts';
import type { StateStore } from '../contracts/state.ts';
import { stateError } from './state-error.ts';

/** Creates a state store that lives as long as the process, for tests and dry runs. */
export function createMemoryState(): StateStore {
  const spaces = new Map<string, Map<string, string>>();
  let closed = false;

  function requireOpen(attempted: string): void {
    if (closed) throw stateError(attempted, '(memory)', 'it is closed');
  }

  return {
    async get(space, key) {
      requireOpen('read');
      const text = spaces.get(space)?.get(key);
      return text === undefined ? undefined : parse(text);
    },
    async list(space, prefix = '') {
      requireOpen('read');
      return [...(spaces.get(space) ?? [])]
        .filter(([key]) => key.startsWith(prefix))
        .sort(([left], [right]) => Buffer.compare(Buffer.from(left), Buffer.from(right)))
        .map(([key, text]) => ({ key, value: parse(text) }));
    },
    async write(changes) {
      requireOpen('written');
      // Everything is serialised before anything is kept, so that a value that cannot be stored changes nothing.
      const texts = changes.map(({ value }) => (value === undefined ? undefined : JSON.stringify(value)));
      changes.forEach(({ space, key }, index) => {
        const text = texts[index];
        const keys = spaces.get(space) ?? new Map<string, string>();
        spaces.set(space, keys);
        if (text === undefined) keys.delete(key);
        else keys.set(key, text);
      });
    },
    async close() {
      closed = true;
    },
  };
}

function parse(text: string): JsonValue {
  return JSON.parse(text);
}
