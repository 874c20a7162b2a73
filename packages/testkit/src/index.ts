export * from './checks.ts';
export * from './describe.ts';
