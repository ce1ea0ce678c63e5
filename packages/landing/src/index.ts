export { landingDiagnostics } from './diagnostics.js';
export {
  type LandedTable,
  type LandingOptions,
  type LandingReport,
  landTables,
  RowsFault,
  type TableToLand,
} from './land-tables.js';
export { collationKey } from './profile/collation-key.js';
export type { ColumnProfile, TableProfile, TextProfile } from './profile/column-profile.js';
export { type ColumnAddress, DataProfile } from './profile/data-profile.js';
export { provenSpellings, type SpelledAlike, type SpelledLiterals } from './profile/proven-spellings.js';
export { type Spellings, spellings } from './profile/spellings.js';
export { type LoadedColumn, type LoadedRows, loadRows } from './rows/load-rows.js';
export type { TextPortions, TextRow, TextRows } from './rows/text-rows.js';
export { LANDED, landedSchema, quoted } from './types/landed-names.js';
export { duckdbType, type LandedType, landedType } from './types/landed-type.js';
export {
  copyWarehouse,
  dropRelations,
  fillRelations,
  landAgain,
  type RelationFill,
  type WarehouseRelation,
} from './warehouse/change-warehouse.js';
