import type { SqlType } from '@datamigrate/catalog';
import type { Span } from '@datamigrate/diagnostics';
import type { Commented } from './comments.js';
import type { BoundCollation, BoundExpression, BoundOrderItem } from './expression.js';
import type { BoundPredicate } from './predicate.js';
import type { BoundTable } from './table.js';

/** A column that a query or table gives. */
export interface OutputColumn {
  /** Undefined where SQL Server gives no name. */
  readonly name: string | undefined;
  readonly type: SqlType;
  readonly nullable: boolean;
  readonly collation?: BoundCollation | undefined;
  /** A hidden column of a table: `*` leaves it out. */
  readonly hidden?: boolean | undefined;
  /** A computed column that could not be bound: it has its place and its name, but no query can use it. */
  readonly unbound?: boolean | undefined;
}

export type BoundQuery = BoundSelect | BoundSetOperation;

interface QueryBase<K extends string> extends Commented {
  readonly kind: K;
  readonly columns: readonly OutputColumn[];
  /** Common table expressions that start with this query. */
  readonly ctes: readonly BoundCte[];
  readonly orderBy: readonly BoundOrderItem[];
  readonly offset?: BoundOffset | undefined;
  readonly span: Span;
  /** About its ORDER BY. */
  readonly orderComments?: Commented['comments'];
}

/** One SELECT. */
export interface BoundSelect extends QueryBase<'select'> {
  readonly select: readonly BoundSelectItem[];
  readonly distinct: boolean;
  readonly top?: BoundTop | undefined;
  /** Comma-separated members of FROM; none for a SELECT without FROM. */
  readonly from: readonly BoundTable[];
  readonly where?: BoundPredicate | undefined;
  /** Missing for a query without GROUP BY and without aggregates. */
  readonly groupBy?: BoundGroupBy | undefined;
  readonly having?: BoundPredicate | undefined;
  readonly for?: BoundFor | undefined;
}

export interface BoundSelectItem extends Commented {
  readonly expression: BoundExpression;
  readonly name: string | undefined;
}

/**
 * Grouping. `sets` lists the grouping sets as positions of `keys`; a plain GROUP BY has one set with all of them, an
 * aggregate query without GROUP BY one set with none and `implicit`.
 */
export interface BoundGroupBy extends Commented {
  readonly keys: readonly BoundExpression[];
  readonly sets: readonly (readonly number[])[];
  /** No GROUP BY was written: one row comes out even of no rows. */
  readonly implicit: boolean;
}

export interface BoundTop {
  readonly count: BoundExpression;
  readonly percent: boolean;
  readonly withTies: boolean;
}

export interface BoundOffset {
  readonly offset: BoundExpression;
  readonly fetch?: BoundExpression | undefined;
}

/** FOR XML and FOR JSON turn the rows into one text. */
export interface BoundFor {
  readonly format: 'XML' | 'JSON';
  readonly mode: 'RAW' | 'AUTO' | 'EXPLICIT' | 'PATH';
  readonly element?: string | undefined;
  readonly directives: readonly { readonly name: string; readonly value?: string | undefined }[];
}

/** UNION, EXCEPT, INTERSECT. The columns of both sides are converted to `columns` where they differ. */
export interface BoundSetOperation extends QueryBase<'set-operation'> {
  readonly operator: 'UNION' | 'UNION ALL' | 'EXCEPT' | 'INTERSECT';
  readonly left: BoundQuery;
  readonly right: BoundQuery;
}

export interface BoundCte extends Commented {
  readonly id: CteId;
  readonly name: string;
  readonly columns: readonly OutputColumn[];
  /** The query; of a recursive CTE a UNION ALL of its anchors and its recursive parts. */
  readonly query: BoundQuery;
  readonly recursive: boolean;
  /** How many levels it may have at most, 0 for no limit; undefined for what the statement says. */
  readonly maxRecursion?: number | undefined;
}

/** Names one CTE; unique within a bound statement. */
export type CteId = number;
