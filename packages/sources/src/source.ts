import type { Catalog, DatabaseInfo, QualifiedName } from '@datamigrate/catalog';
import type { SourceGap, SourceKind } from '@datamigrate/contracts';
import type { Diagnostic } from '@datamigrate/diagnostics';
import type { Script } from '@datamigrate/tsql-engine';
import type { TableData } from './data/table-data.js';
import type { ScriptFile } from './files/script-files.js';

/** One object that a module refers to; the schema is missing where only a call would tell. */
export interface ModuleDependency {
  readonly module: QualifiedName;
  readonly schema: string | undefined;
  readonly name: string;
}

/** A folder with scripts, beside which data files may stand. */
export interface SourceFolder {
  readonly path: string;
  /** What the names of its scripts begin with. */
  readonly prefix: string;
  /** Whose tables the files belong to, where it is not the source's own database. */
  readonly database?: string;
  /** Whether files that are called like tables are taken where no script fills those. */
  readonly tableFiles: boolean;
}

/** A database as it was found, read but not run. */
export interface Source {
  readonly kind: SourceKind;
  readonly database: string;
  /** What the source says about the database as a whole. */
  readonly settings: Partial<Omit<DatabaseInfo, 'name'>>;
  /** What makes the database, in the order in which it runs. */
  readonly scripts: readonly Script[];
  /** Texts in which the places of diagnostics are counted. */
  readonly files: readonly ScriptFile[];
  /** Rows that stand beside the scripts; they come when all scripts have run. */
  readonly data: readonly TableData[];
  /** How many rows there are, where that is known without reading them: on a server. */
  readonly rowCount?: number;
  /** The same for each table, as `schema.name`. */
  readonly rowCounts?: ReadonlyMap<string, number>;
  /** What a server has counted: no script could say it. */
  readonly counted?: Pick<Catalog, 'usage' | 'sizes'>;
  /** What a server says that its modules refer to: what is read from their texts is checked against it. */
  readonly dependencies?: readonly ModuleDependency[];
  /** Lets go of what is open for the rows: the connection to a server. */
  readonly close?: () => Promise<void>;
  /** Folders that data files are looked for in; none where scripts may not read files. */
  readonly folders: readonly SourceFolder[];
  /** Of the whole content: the same source has the same one. */
  readonly fingerprint: string;
  /** What could not be taken over, and what is worth knowing. */
  readonly diagnostics: readonly Diagnostic[];
  /** Of a saved catalog: what its document says about its own source. */
  readonly gaps?: readonly SourceGap[];
}
