/** A dbt project before it is files: plain data. */
export interface ProjectSpec {
  /** Letters, digits and underscores: also the name of the profile. */
  readonly name: string;
  readonly description?: string;
  readonly target: 'duckdb';
  /** Path of the database file as profiles.yml states it, relative to the project. Default: `warehouse.duckdb`. */
  readonly databasePath?: string;
  readonly sources: readonly SourceSpec[];
  readonly models: readonly ModelSpec[];
  readonly macros?: readonly MacroSpec[];
  readonly genericTests?: readonly GenericTestSpec[];
  readonly singularTests?: readonly SingularTestSpec[];
  readonly vars?: Readonly<Record<string, ConfigValue>>;
  /** Paragraphs for the project's README, in Markdown. */
  readonly notes?: readonly string[];
}

/** A value in YAML or in a `config()` call. */
export type ConfigValue =
  | string
  | number
  | boolean
  | null
  | readonly ConfigValue[]
  | { readonly [key: string]: ConfigValue };

/** The tables of one SQL Server schema. */
export interface SourceSpec {
  readonly name: string;
  /** Schema in the target, where it is not called like the source. */
  readonly schema?: string;
  readonly description?: string;
  readonly tables: readonly SourceTableSpec[];
}

export interface SourceTableSpec {
  readonly name: string;
  /** Name of the relation in the target, where it is not called like the table here. */
  readonly identifier?: string;
  readonly description?: string;
  readonly columns: readonly ColumnSpec[];
  readonly tests?: readonly DataTestSpec[];
  readonly meta?: Readonly<Record<string, ConfigValue>>;
}

export type Layer = 'staging' | 'intermediate' | 'marts';

export type Materialized = 'view' | 'table' | 'incremental' | 'ephemeral';

export interface ModelSpec {
  readonly name: string;
  readonly layer: Layer;
  /** Folder inside the layer's folder; the layer's own folder when absent. */
  readonly folder?: string;
  /** Default: that of the layer. */
  readonly materialized?: Materialized;
  /** Arguments of `config()` besides `materialized`: `unique_key`, `incremental_strategy`, `on_schema_change`, hooks. */
  readonly config?: Readonly<Record<string, ConfigValue>>;
  /** The query, without `config()`. */
  readonly sql: string;
  readonly description?: string;
  readonly columns: readonly ColumnSpec[];
  readonly tests?: readonly DataTestSpec[];
  readonly meta?: Readonly<Record<string, ConfigValue>>;
}

export interface ColumnSpec {
  readonly name: string;
  readonly description?: string;
  readonly dataType?: string;
  readonly tests?: readonly DataTestSpec[];
}

export interface DataTestSpec {
  /** `unique`, `not_null`, `relationships`, `accepted_values`, or a generic test of the project. */
  readonly test: string;
  /** Name of this test, where dbt's own would say too little. */
  readonly name?: string;
  readonly description?: string;
  readonly arguments?: Readonly<Record<string, ConfigValue>>;
  readonly config?: Readonly<Record<string, ConfigValue>>;
}

export interface MacroSpec {
  readonly name: string;
  /** Folder inside `macros` (or `tests/generic`); that folder itself when absent. */
  readonly folder?: string;
  /** The whole `{% macro %}` or `{% test %}` block. */
  readonly sql: string;
  readonly description?: string;
  readonly arguments?: readonly MacroArgumentSpec[];
}

/** dbt does not know the arguments of a generic test and complains when YAML names them. */
export type GenericTestSpec = Omit<MacroSpec, 'arguments'>;

export interface MacroArgumentSpec {
  readonly name: string;
  /** As dbt checks it: `string`, `integer`, `boolean`, `float`, `any`, `relation`, `column`, `list[string]`. */
  readonly type?: string;
  readonly description?: string;
}

export interface SingularTestSpec {
  readonly name: string;
  readonly sql: string;
  readonly description?: string;
}

export interface ProjectFile {
  /** With forward slashes, relative to the project. */
  readonly path: string;
  readonly content: string;
}
