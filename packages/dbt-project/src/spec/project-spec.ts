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
  readonly seeds?: readonly SeedSpec[];
  readonly macros?: readonly MacroSpec[];
  readonly genericTests?: readonly GenericTestSpec[];
  readonly singularTests?: readonly SingularTestSpec[];
  readonly vars?: Readonly<Record<string, ConfigValue>>;
  /** Paragraphs for the project's README, in Markdown. */
  readonly notes?: readonly string[];
  readonly exposures?: readonly ExposureSpec[];
  readonly groups?: readonly GroupSpec[];
  readonly selectors?: readonly SelectorSpec[];
  readonly unitTests?: readonly UnitTestSpec[];
  readonly analyses?: readonly AnalysisSpec[];
  /** Texts that several descriptions share; the others name them with `doc`. */
  readonly docsBlocks?: readonly DocsBlockSpec[];
  /** Rules of the linter that single resources are allowed to break. */
  readonly lintExceptions?: readonly LintException[];
  /** Every model states its materialization and group: the settings of the project that it goes to are not ours. */
  readonly explicitSettings?: boolean;
  /** Further files, such as MIGRATION.md: written as they are. */
  readonly documents?: readonly ProjectFile[];
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
  /** What brings the rows. */
  readonly loader?: string;
  readonly meta?: Readonly<Record<string, ConfigValue>>;
  readonly tables: readonly SourceTableSpec[];
}

export interface SourceTableSpec {
  readonly name: string;
  /** Name of the relation in the target, where it is not called like the table here. */
  readonly identifier?: string;
  readonly description?: string;
  readonly columns: readonly ColumnSpec[];
  readonly tests?: readonly DataTestSpec[];
  /** When the rows count as old; null says on purpose that nobody watches it. */
  readonly freshness?: Readonly<Record<string, ConfigValue>> | null;
  readonly loadedAtField?: string;
  readonly meta?: Readonly<Record<string, ConfigValue>>;
}

/** A small table whose rows are part of the project: a staging model reads it in the place of a source. */
export interface SeedSpec {
  readonly name: string;
  /** The table of a source that nobody needs to declare any more; the source names the folder, too. */
  readonly instead: { readonly source: string; readonly table: string };
  readonly description?: string;
  /** Called as in SQL Server, with the types that dbt gives them. */
  readonly columns: readonly ColumnSpec[];
  /** One text a column; null for NULL. A seed knows no empty text. */
  readonly rows: readonly (readonly (string | null)[])[];
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
  readonly tags?: readonly string[];
  readonly access?: 'private' | 'protected' | 'public';
  /** Name of one of the project's groups. */
  readonly group?: string;
  /** Whether dbt compares the columns and types that are stated with those of the query; every column needs a type. */
  readonly contract?: boolean;
  /** Of the whole model: `{ type: 'primary_key', columns: [...] }`. */
  readonly constraints?: readonly Readonly<Record<string, ConfigValue>>[];
}

export interface ColumnSpec {
  readonly name: string;
  readonly description?: string;
  /** Name of a docs block, instead of a description. */
  readonly docsBlock?: string;
  readonly dataType?: string;
  readonly tests?: readonly DataTestSpec[];
  readonly meta?: Readonly<Record<string, ConfigValue>>;
  readonly constraints?: readonly Readonly<Record<string, ConfigValue>>[];
}

/** Somebody or something outside of dbt that reads models. */
export interface ExposureSpec {
  /** Letters, digits and underscores. */
  readonly name: string;
  readonly label?: string;
  readonly type: 'dashboard' | 'notebook' | 'analysis' | 'ml' | 'application';
  readonly owner: { readonly name?: string; readonly email?: string };
  readonly description?: string;
  readonly url?: string;
  /** Names of models. */
  readonly dependsOn: readonly string[];
  readonly meta?: Readonly<Record<string, ConfigValue>>;
}

export interface GroupSpec {
  readonly name: string;
  readonly owner: { readonly name?: string; readonly email?: string };
  readonly description?: string;
}

/** An entry of selectors.yml: `dbt build --selector <name>`. */
export interface SelectorSpec {
  readonly name: string;
  readonly description?: string;
  /** Names of models; with `parents` also everything that they read. */
  readonly models: readonly string[];
  readonly parents?: boolean;
}

export type FixtureRow = Readonly<Record<string, string | number | boolean | null>>;

export interface UnitTestSpec {
  readonly name: string;
  readonly description?: string;
  readonly model: string;
  readonly given: readonly UnitTestInput[];
  readonly expect: readonly FixtureRow[];
  readonly vars?: Readonly<Record<string, ConfigValue>>;
  readonly macros?: Readonly<Record<string, ConfigValue>>;
}

/** With `sql` the rows are that query, which needs no relation to take its types from. */
export type UnitTestInput =
  | { readonly input: string; readonly rows: readonly FixtureRow[] }
  | { readonly input: string; readonly sql: string };

export interface AnalysisSpec {
  readonly name: string;
  readonly sql: string;
  readonly description?: string;
}

export interface DocsBlockSpec {
  readonly name: string;
  readonly text: string;
}

export interface LintException {
  /** Code of the rule: `lint-model-naming`. */
  readonly rule: string;
  /** Name of the resource as the rule tells it: a model, or `<source>.<table>`. */
  readonly resource: string;
  readonly reason: string;
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
