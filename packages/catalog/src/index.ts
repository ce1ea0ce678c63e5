export { byObjectKey, CatalogIndex, type CatalogObject, displayName, objectKey } from './database/catalog-index.js';
export { DEFAULT_DATABASE, emptyCatalog } from './database/empty-catalog.js';
export {
  type AliasType,
  CATALOG_VERSION,
  type Catalog,
  type CheckConstraint,
  type Column,
  type ComputedColumn,
  type DatabaseInfo,
  type DefaultValue,
  type ForeignKey,
  type Identity,
  type Index,
  type Module,
  type ModuleDependencies,
  type ModuleKind,
  type Origin,
  type QualifiedName,
  type ReferentialAction,
  type Sequence,
  type Synonym,
  type Table,
  type TableType,
  type UniqueKey,
  type Versioning,
} from './database/model.js';
export type { AgentJob, AgentJobStep, ModuleUsage } from './database/operations.js';
export type {
  LinkedServer,
  PartitionedOn,
  PartitionFunction,
  PartitionScheme,
  TableSize,
} from './database/storage.js';
export { quotedIdentifier, quotedName, quotedText } from './database/written-name.js';
export { SYSTEM_VIEW_NAMES, type SystemView, systemView } from './system/system-views.js';
export {
  type Collation,
  type CollationLabel,
  collationByName,
  DEFAULT_COLLATION,
  isCollationName,
} from './types/collation.js';
export { CONVERSIONS, type Conversion, conversionBetween } from './types/conversions.js';
export { DATE_STYLES, type DateStyle } from './types/date-styles.js';
export { asDecimal, decimalArithmetic, MAX_PRECISION, widerDecimal } from './types/decimal-rules.js';
export { hasRoom, keepsApart } from './types/keeps-apart.js';
export { resolveBuiltInType, type TypeContext, type WrittenType } from './types/resolve-type.js';
export {
  type BinaryType,
  binary,
  type DecimalType,
  decimal,
  type FractionalTimeType,
  fractional,
  type PlainType,
  type PlainTypeName,
  plain,
  type SqlType,
  type StringType,
  sameType,
  string,
  type TypeName,
  typeText,
  type UntypedNull,
  type VectorType,
} from './types/sql-type.js';
export { type ClockChange, type SummerTime, type TimeZone, timeZone } from './types/time-zones.js';
export {
  familyOf,
  isCharacter,
  isDateOrTime,
  isInteger,
  isLegacyDateTime,
  isNumeric,
  isUnicode,
  precedenceOf,
  TYPE_FACTS,
  type TypeFamily,
} from './types/type-facts.js';
export { fractionOf, longer, unify } from './types/unify.js';
