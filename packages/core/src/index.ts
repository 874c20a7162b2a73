export { parsePayload } from './config/parse-payload.ts';
export { Path } from './config/path.ts';
export { type Static, type TObject, type TSchema, Type } from './config/schema.ts';
export { Secret } from './config/secret.ts';
export type * from './contracts/audit.ts';
export type * from './contracts/availability.ts';
export type * from './contracts/batch.ts';
export type * from './contracts/columns.ts';
export type * from './contracts/connector.ts';
export * from './contracts/define.ts';
export type * from './contracts/events.ts';
export type * from './contracts/http.ts';
export type * from './contracts/json.ts';
export * from './contracts/line-item.ts';
export type * from './contracts/logger.ts';
export type * from './contracts/manifest.ts';
export type * from './contracts/policy.ts';
export * from './contracts/report.ts';
export type * from './contracts/sink.ts';
export type * from './contracts/source.ts';
export type * from './contracts/state.ts';
export type * from './contracts/validator.ts';
export * from './decode/decode.ts';
export * from './decode/delimited.ts';
export type * from './decode/delimited-options.ts';
export * from './decode/gunzip.ts';
export * from './decode/transcode.ts';
export * from './errors/leaves.ts';
export * from './errors/ledgerline-error.ts';
export { type Decimal, parseDecimal } from './money/decimal.ts';
export type * from './random/rng.ts';
export * from './sdk/availability.ts';
export * from './sdk/bearer.ts';
export * from './sdk/client-credentials.ts';
export * from './sdk/columns.ts';
export * from './sdk/hierarchy.ts';
export * from './sdk/steps.ts';
export { addDays, isIsoDate, weekday } from './time/civil-date.ts';
export type * from './time/clock.ts';
export * from './time/period.ts';
export { dateIn, dayLengthMs, dayStart, instantOf, type WallTime } from './time/zone.ts';
export { type IdentifiedCurrency, identifyCurrency } from './validate/identifiers/currency.ts';
export { identifyDpid } from './validate/identifiers/dpid.ts';
export { identifyGrid, printGrid } from './validate/identifiers/grid.ts';
export { gtinCheckDigit, type IdentifiedGtin, identifyGtin } from './validate/identifiers/gtin.ts';
export type { Identified } from './validate/identifiers/identified.ts';
export { type IdentifierKind, identify } from './validate/identifiers/identifier-kind.ts';
export { identifyIsni, isniCheckCharacter, printIsni } from './validate/identifiers/isni.ts';
export { identifyIsrc, identifyIsrcs, printIsrc } from './validate/identifiers/isrc.ts';
export { identifyIswc, iswcCheckDigit, printIswc } from './validate/identifiers/iswc.ts';
export { checkCharacter as mod3736CheckCharacter } from './validate/identifiers/mod-37-36.ts';
export { identifyNamespaced, identifyNamespacedList, type NamespacedId } from './validate/identifiers/namespaced-id.ts';
export { type IdentifiedTerritory, identifyTerritory, type TerritoryScheme } from './validate/identifiers/territory.ts';
export {
  MoneyLineItemSchema,
  RoyaltyLineItemSchema,
  returnWords,
  UsageLineItemSchema,
} from './validate/line-item-schema.ts';
