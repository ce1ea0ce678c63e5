import type { Rel } from '@datamigrate/relational';
import type { Sql } from '../sql/sql.js';
import { BINDING } from '../sql/sql.js';
import type { DuckType } from './duck-type.js';

/** A rendered value and the type that DuckDB gives it. */
export interface Rendered extends Sql {
  readonly type: DuckType;
  /** A constant, whose type adapts to its surroundings. */
  readonly constant?: boolean;
}

export const rendered = (sql: Sql, type: DuckType): Rendered => ({ doc: sql.doc, binding: sql.binding, type });

/** What rendering functions may ask of the renderer. */
export interface Renderer {
  value(expression: Rel.RelExpression): Rendered;
  predicate(predicate: Rel.RelPredicate): Sql;
  query(query: Rel.RelQuery): Sql['doc'];
  /** A call of one of the project's own macros; it is then part of the project. */
  macro(name: MacroName, args: readonly Sql[], settings?: Readonly<Record<string, string | number>>): Sql;
  /** Notes a refusal and gives something to go on with. */
  refuse(
    code: 'render-no-function' | 'render-no-conversion' | 'render-unsupported',
    params: Record<string, string>,
  ): Rendered;
}

export type MacroName =
  | 'tsql_int_divide'
  | 'tsql_modulo'
  | 'tsql_float_divide'
  | 'tsql_decimal_divide'
  | 'tsql_simple_text'
  | 'tsql_order_key'
  | 'tsql_word_order_key'
  | 'tsql_binary_order_key'
  | 'tsql_left'
  | 'tsql_right'
  | 'tsql_substring'
  | 'tsql_charindex'
  | 'tsql_stuff'
  | 'tsql_replicate'
  | 'tsql_datediff_week'
  | 'tsql_week'
  | 'tsql_weekday'
  | 'tsql_getdate'
  | 'tsql_parameter';

export const NOTHING: Rendered = { doc: 'null', binding: BINDING.atom, type: { name: 'varchar' }, constant: true };
