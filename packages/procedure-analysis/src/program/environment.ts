import type { QualifiedName, SqlType } from '@datamigrate/catalog';
import type { Bound, TemporaryTable } from '@datamigrate/tsql-binder';

export type ChangeEvent = 'INSERT' | 'UPDATE' | 'DELETE';

/** Something that SQL Server does of itself when rows of a table change. */
export interface SideEffect {
  /** Such as `the trigger dbo.Keep`. */
  readonly by: string;
  readonly events: readonly ChangeEvent[];
  /** An UPDATE of other columns than these does not count; in lower case. */
  readonly of?: readonly string[];
  /** Tables that it changes, as `schema.name` in lower case. */
  readonly changes: readonly string[];
  /** It is an object of the database that is refused on its own. */
  readonly tellsItself: boolean;
  /** It takes the place of the change. */
  readonly replaces: boolean;
}

/** What the analysis may ask about the rest of the database. */
export interface ProgramEnvironment {
  /** A procedure's body; undefined for one that is not part of the source. `made` are temporary tables of its caller. */
  body(procedure: QualifiedName, made?: readonly TemporaryTable[]): Bound.BoundBody | undefined;
  /** A text that is executed, as the body of a procedure with these parameters; or why it cannot be read. */
  text(text: string, parameters: string, made: readonly TemporaryTable[]): Bound.BoundBody | string;
  /** Columns of a table of the database; undefined for one that the procedure makes itself. */
  columns(table: QualifiedName): readonly { readonly name: string; readonly type: SqlType }[] | undefined;
  /** The same columns as statements write them: with what they hold where nothing is given. */
  storedColumns(table: QualifiedName): readonly Bound.StoredColumn[] | undefined;
  /** Columns of the clustered key of a table; undefined for a heap, or where it is not known. */
  clusteredKey(table: QualifiedName): readonly string[] | undefined;
  /** Permanent tables that a procedure and those that it calls write, logs aside; as `schema.name` in lower case. */
  writes(procedure: QualifiedName): readonly string[];
  /** What keeps the work of a procedure from standing in the models of one caller: others call it, or write its tables. */
  sharedElsewhere(procedure: QualifiedName): string | undefined;
  /** Primary and unique keys of a table. */
  keys(table: QualifiedName): readonly (readonly string[])[];
  /** A sequence that this one column draws from, by its default or in procedures, and nothing else; undefined for others. */
  ownSequence(
    sequence: QualifiedName,
    owner: { readonly table: QualifiedName; readonly column: string },
  ): { readonly start: string; readonly increment: string } | undefined;
  /** Whether a view reads one of these tables, directly or through others; names as `schema.name` in lower case. */
  viewReads(view: QualifiedName, tables: ReadonlySet<string>): boolean;
  /** What a view selects; undefined where it could not be read. */
  viewQuery(view: QualifiedName): Bound.BoundQuery | undefined;
  /** Which parameter a column of an inline function has the value of; undefined for other columns. */
  handedOn(inlineFunction: QualifiedName, column: number): number | undefined;
  /** What else happens when rows of a table change. */
  sideEffects(table: QualifiedName): readonly SideEffect[];
  /** Why no model keeps what procedures write into a table, such as a log; undefined for the others. */
  keptElsewhere(table: QualifiedName): string | undefined;
  /** Rows of a query over catalog views and constants, of texts and whole numbers; undefined where they are not known. */
  catalogRows(query: Bound.BoundQuery): readonly (readonly Bound.BoundLiteral[])[] | undefined;
  /** Whether a procedure alone cannot be read for a text that its parameters decide. */
  runsOpenText(procedure: QualifiedName): boolean;
  /**
   * Rows of a query over tables that list objects of the database, of texts and whole numbers. Undefined where they are
   * not known, or procedures change what the query reads of them.
   */
  listedRows(query: Bound.BoundQuery): readonly (readonly Bound.BoundLiteral[])[] | undefined;
}
