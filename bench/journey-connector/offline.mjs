// Loaded into every Node of the journey once everything is installed: whoever calls anybody but this machine fails.
import { Socket } from 'node:net';

const { connect } = Socket.prototype;
const local = new Set(['127.0.0.1', '::1', 'localhost', undefined]);

Socket.prototype.connect = function guarded(...words) {
  // Node hands on normalised arguments as one array.
  const [first] = Array.isArray(words[0]) ? words[0] : words;
  const { host, path } = typeof first === 'object' && first !== null ? first : { host: words[1] };
  if (path === undefined && !local.has(host)) throw new Error(`This journey is offline, and somebody called ${host}.`);
  return Reflect.apply(connect, this, words);
};
