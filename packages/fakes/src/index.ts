export { createDraws, type Draws } from './draws.ts';
export { ExactSums, formatFixed, formatScaled, stepOf } from './exact-sums.ts';
export { type Served, serve } from './serve.ts';
