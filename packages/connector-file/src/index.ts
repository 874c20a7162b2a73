export { type DialectConfig, FileConfig } from './config.ts';
export { file as default } from './connector.ts';
export { type ExamineOptions, examine } from './examine.ts';
export type { Dialect, Encoding, Examined, Marks } from './examined.ts';
export { type Identified, identify } from './identify.ts';
export type { Footers, Preset, Said, Told } from './preset.ts';
export { standardColumns, standardTemplate } from './presets/ledgerline.ts';
export { chosenPreset, portalPresets } from './records.ts';
