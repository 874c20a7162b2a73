export { type DsrMessageOptions, type GeneratedDsrMessage, generateDsrMessage } from './mock/dsr-message.ts';
export {
  createFakeAmazon,
  type FakeAmazon,
  type FakeAmazonOptions,
  type ServedAmazon,
  serveAmazon,
} from './mock/fake-amazon.ts';
export {
  type GeneratedStatement,
  generateStatement,
  type StatementOptions,
  type StatementTotals,
} from './mock/statement.ts';
export type { RowSwitches } from './mock/statement-rows.ts';
export { upstream } from './mock/upstream.ts';
