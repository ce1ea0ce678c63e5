import type { QualifiedName, SqlType } from '@datamigrate/catalog';
import type { Commented } from './comments.js';
import type { RelExpression, RelOrderItem } from './expression.js';
import type { RelPredicate } from './predicate.js';
import type { RelXmlPath } from './xml.js';

export interface RelOutputColumn {
  /** As emitted. */
  readonly name: string;
  readonly type: SqlType;
  readonly nullable: boolean;
}

export type RelQuery = RelSelect | RelSetOperation;

interface RelQueryBase<K extends string> extends Commented {
  readonly kind: K;
  readonly columns: readonly RelOutputColumn[];
  readonly ctes: readonly RelCte[];
  readonly orderBy: readonly RelOrderItem[];
  /** About ORDER BY. */
  readonly orderComments?: Commented['comments'];
  readonly limit?: RelLimit | undefined;
}

export interface RelLimit {
  readonly count?: RelExpression | undefined;
  readonly offset?: RelExpression | undefined;
  readonly percent: boolean;
  readonly withTies: boolean;
}

/** One query block. */
export interface RelSelect extends RelQueryBase<'select'> {
  readonly select: readonly RelSelectItem[];
  readonly distinct: boolean;
  readonly from?: RelTable | undefined;
  readonly where?: RelPredicate | undefined;
  readonly groupBy?: RelGroupBy | undefined;
  readonly having?: RelPredicate | undefined;
}

export interface RelSelectItem extends Commented {
  readonly expression: RelExpression;
  readonly name: string;
}

export interface RelGroupBy extends Commented {
  readonly keys: readonly RelExpression[];
  /** Grouping sets as positions of `keys`. */
  readonly sets: readonly (readonly number[])[];
}

export interface RelSetOperation extends RelQueryBase<'set-operation'> {
  readonly operator: 'UNION' | 'UNION ALL' | 'EXCEPT' | 'INTERSECT';
  readonly left: RelQuery;
  readonly right: RelQuery;
}

export interface RelCte extends Commented {
  readonly name: string;
  readonly query: RelQuery;
  readonly recursive: boolean;
}

export type RelTable = Commented &
  (
    | { readonly kind: 'object'; readonly object: QualifiedName; readonly alias: string }
    | { readonly kind: 'cte'; readonly name: string; readonly alias: string }
    | { readonly kind: 'derived'; readonly query: RelQuery; readonly alias: string; readonly lateral: boolean }
    | {
        readonly kind: 'values';
        readonly rows: readonly (readonly RelExpression[])[];
        readonly columns: readonly RelOutputColumn[];
        readonly alias: string;
      }
    | RelSplit
    | RelSeries
    | RelJsonRows
    | RelXmlNodes
    | RelJoin
  );

/** The parts of a text between separators, in their order: columns `value` and, where asked for, `ordinal`. */
export interface RelSplit {
  readonly kind: 'split';
  readonly text: RelExpression;
  readonly separator: RelExpression;
  readonly columns: readonly RelOutputColumn[];
  readonly alias: string;
}

/** Numbers from start to stop, by a step of ±1 unless one is given. */
export interface RelSeries {
  readonly kind: 'series';
  readonly start: RelExpression;
  readonly stop: RelExpression;
  readonly step?: RelExpression | undefined;
  readonly columns: readonly RelOutputColumn[];
  readonly alias: string;
}

/** OPENJSON: `members` with the columns key, value and type; `elements` of a list, or an object by itself, as JSON. */
export interface RelJsonRows {
  readonly kind: 'json-rows';
  readonly of: 'members' | 'elements';
  readonly json: RelExpression;
  /** Plain names and positions; what is missing there gives no rows. */
  readonly path: string;
  readonly columns: readonly RelOutputColumn[];
  readonly alias: string;
  /** Parts of elements are handed on as they are written. */
  readonly exact?: boolean | undefined;
}

/** nodes(): a row for each node at a path. Its column is good for further paths alone. */
export interface RelXmlNodes {
  readonly kind: 'xml-nodes';
  readonly path: RelXmlPath;
  readonly columns: readonly RelOutputColumn[];
  readonly alias: string;
}

export interface RelJoin {
  readonly kind: 'join';
  readonly join: 'INNER' | 'LEFT' | 'RIGHT' | 'FULL' | 'CROSS';
  readonly left: RelTable;
  readonly right: RelTable;
  /** Missing for CROSS, and for a LEFT join with a lateral query. */
  readonly on?: RelPredicate | undefined;
}
