export { upstream } from './mock/upstream.ts';
