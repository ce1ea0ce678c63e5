import type { SqlType } from '../types/sql-type.js';
import type { AgentJob, ModuleUsage } from './operations.js';
import type { LinkedServer, PartitionedOn, PartitionFunction, PartitionScheme, TableSize } from './storage.js';

/** Raised with every change of the JSON form that an older reader would misread, or lose a part of. */
export const CATALOG_VERSION = 3;

/** A database's metadata, from whatever source: plain data, JSON through and through. */
export interface Catalog {
  readonly catalogVersion: number;
  readonly database: DatabaseInfo;
  readonly schemas: readonly string[];
  readonly aliasTypes: readonly AliasType[];
  readonly tableTypes: readonly TableType[];
  readonly tables: readonly Table[];
  readonly modules: readonly Module[];
  readonly synonyms: readonly Synonym[];
  readonly sequences: readonly Sequence[];
  /** Other databases of the server whose objects are here too: their schemas are called `Database.schema`. */
  readonly otherDatabases?: readonly string[];
  /** Jobs of SQL Server Agent that work in these databases. */
  readonly jobs?: readonly AgentJob[];
  /** What a server has counted, by module; modules that it did not count are left out. */
  readonly usage?: readonly ModuleUsage[];
  readonly partitionFunctions?: readonly PartitionFunction[];
  readonly partitionSchemes?: readonly PartitionScheme[];
  readonly linkedServers?: readonly LinkedServer[];
  /** How much a server holds of each table. */
  readonly sizes?: readonly TableSize[];
  /** What the texts of modules name, of those that name anything: worked out again whenever a catalog is read. */
  readonly dependencies?: readonly ModuleDependencies[];
}

/** A module and the objects of the catalog that its text names. */
export interface ModuleDependencies extends QualifiedName {
  readonly on: readonly QualifiedName[];
}

export interface DatabaseInfo {
  readonly name: string;
  readonly collation: string;
  readonly compatibilityLevel: number;
  /** us_english unless the source says otherwise. */
  readonly language: string;
  /** 1 (Monday) to 7 (Sunday). */
  readonly dateFirst: number;
  readonly dateFormat: 'mdy' | 'dmy' | 'ymd' | 'ydm' | 'myd' | 'dym';
}

/** Schema and name of an object, as created. */
export interface QualifiedName {
  readonly schema: string;
  readonly name: string;
}

export interface AliasType extends QualifiedName {
  readonly base: SqlType;
  readonly nullable: boolean;
}

export interface TableType extends QualifiedName {
  readonly columns: readonly Column[];
  readonly primaryKey?: UniqueKey;
}

export interface Table extends QualifiedName {
  readonly columns: readonly Column[];
  readonly primaryKey?: UniqueKey;
  readonly uniqueKeys: readonly UniqueKey[];
  readonly foreignKeys: readonly ForeignKey[];
  readonly checks: readonly CheckConstraint[];
  readonly indexes: readonly Index[];
  /** Set where the table is system-versioned. */
  readonly versioning?: Versioning;
  /** Of its heap or clustered index. */
  readonly partitionedOn?: PartitionedOn;
  /** MS_Description of the table. */
  readonly description?: string;
}

export interface Versioning {
  /** The table that keeps former rows; absent where it was left out of the catalog. */
  readonly history?: QualifiedName;
}

export interface Column {
  readonly name: string;
  readonly type: SqlType;
  /** Name of the alias type it was declared with. */
  readonly aliasType?: QualifiedName;
  /** Of character columns; the database's where none was stated. */
  readonly collation?: string;
  readonly nullable: boolean;
  readonly identity?: Identity;
  readonly default?: DefaultValue;
  readonly computed?: ComputedColumn;
  readonly rowGuid?: boolean;
  /** Of a system-versioned table: SQL Server fills it with the time from or to which the row is valid. */
  readonly generated?: 'row-start' | 'row-end';
  /** `SELECT *` and an INSERT without a column list leave it out. */
  readonly hidden?: boolean;
  /** NULLs take no room. */
  readonly sparse?: boolean;
  /** Dynamic data masking: the function whose result users without UNMASK see. */
  readonly mask?: string;
  readonly description?: string;
}

export interface Identity {
  /** Whole numbers as text: they may exceed what a JavaScript number holds. */
  readonly seed: string;
  readonly increment: string;
}

export interface DefaultValue {
  readonly name?: string;
  /** The T-SQL expression. */
  readonly definition: string;
}

export interface ComputedColumn {
  /** The T-SQL expression. */
  readonly definition: string;
  readonly persisted: boolean;
  /** The expression uses what is not supported: its type is not known (`type` is sql_variant) and nothing can read it. */
  readonly unbound?: true;
}

export interface UniqueKey {
  readonly name?: string;
  readonly columns: readonly string[];
  readonly clustered?: boolean;
  readonly partitionedOn?: PartitionedOn;
}

export interface ForeignKey {
  readonly name?: string;
  readonly columns: readonly string[];
  readonly references: QualifiedName;
  readonly referencedColumns: readonly string[];
  readonly onDelete?: ReferentialAction;
  readonly onUpdate?: ReferentialAction;
  /** False when WITH NOCHECK left rows unproven. */
  readonly trusted: boolean;
}

export type ReferentialAction = 'NO ACTION' | 'CASCADE' | 'SET NULL' | 'SET DEFAULT';

export interface CheckConstraint {
  readonly name?: string;
  /** The T-SQL condition. */
  readonly definition: string;
}

export interface Index {
  readonly name: string;
  readonly columns: readonly string[];
  readonly included: readonly string[];
  readonly unique: boolean;
  /** The T-SQL condition of a filtered index. */
  readonly filter?: string;
  readonly partitionedOn?: PartitionedOn;
}

export type ModuleKind = 'view' | 'procedure' | 'scalar-function' | 'inline-function' | 'table-function' | 'trigger';

/** A view, procedure, function or trigger: its text and the settings it was created with. */
export interface Module extends QualifiedName {
  readonly kind: ModuleKind;
  /** The whole CREATE statement. */
  readonly definition: string;
  readonly ansiNulls: boolean;
  readonly quotedIdentifier: boolean;
  /** Of a trigger: the table it stands on. */
  readonly on?: QualifiedName;
  readonly description?: string;
  /** Where the text was read: a file and the offset of the definition in it. */
  readonly origin?: Origin;
}

export interface Origin {
  readonly file: string;
  /** Line of the file on which the definition starts, from 1. */
  readonly line: number;
}

export interface Synonym extends QualifiedName {
  /** Up to four parts, as written. */
  readonly target: string;
}

export interface Sequence extends QualifiedName {
  readonly type: SqlType;
  readonly start: string;
  readonly increment: string;
}
