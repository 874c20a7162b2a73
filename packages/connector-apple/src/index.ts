export { AppleConfig } from './config.ts';
export { apple, apple as default } from './connector.ts';
export { type FiscalPeriod, fiscalPeriodOf, fiscalPeriods } from './fiscal-calendar.ts';
export { policy } from './policy.ts';
