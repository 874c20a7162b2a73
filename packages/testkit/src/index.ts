export * from './checks.ts';
export * from './describe.ts';
export { createFaultProxy, type FaultProxy, type FaultProxyOptions, type Toxics } from './hostile/fault-proxy.ts';
export type { Toxic } from './hostile/toxic.ts';
